import { describe, expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { loggableUrl } from './public-address.ts';

const TOKEN = 'q7_dXkP-2bZ0aYtR9LmVwA';

describe('the address of a request in the log', () => {
  async function logged(url: string): Promise<string> {
    let seen = '';
    const server = Fastify();
    for (const route of ['/feedback/:token', '/unsubscribe/:token', '/*']) {
      server.get(route, (request, reply) => {
        seen = loggableUrl(request);
        return reply.send();
      });
    }
    server.setNotFoundHandler((request, reply) => {
      seen = loggableUrl(request);
      return reply.code(404).send();
    });
    await server.inject(url);
    await server.close();
    return seen;
  }

  test.each([`/feedback/${TOKEN}`, `/unsubscribe/${TOKEN}`, `/feedback/${TOKEN}?utm=${TOKEN}`, `/%66eedback/${TOKEN}`, `/feedback/${TOKEN}/`, `/unsubscribe/x/${TOKEN}`, `//feedback/${TOKEN}`, `/Feedback/${TOKEN}`])('shows nothing of a token: %s', async (url) => {
    const shown = await logged(url);
    expect(shown).not.toBe('');
    expect(shown).not.toContain(TOKEN);
  });

  test.each(['/events', '/api/campaigns/camp_1/feedback?granularity=hour', '/campaigns/camp_1?from=x', '/feedback'])('is whole elsewhere: %s', async (url) => {
    expect(await logged(url)).toBe(url);
  });
});
