import { fastify } from 'fastify';

/** The ceiling: a bare Fastify that parses the same body and answers 202 without keeping anything. */
const server = fastify();
server.post('/events', (request, reply) => {
  void reply.code(202).send({ event_id: (request.body as { event_id: string }).event_id, status: 'accepted' });
});
const url = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ ready: true, url });
process.on('SIGTERM', () => process.exit(0));
