import { PassThrough, Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { chunksOf, receiveRest } from './upload-body.ts';

test('what is not used of a file is received, but not unpacked', async () => {
  const chunk = Buffer.alloc(16_384);
  let sent = 0;
  const raw = new Readable({
    read() {
      sent += 1;
      this.push(sent > 500 ? null : chunk);
    },
  });
  let unpacked = 0;
  const plain = raw.pipe(
    new PassThrough({
      transform: (bytes: Buffer, _encoding, done) => {
        unpacked += 1;
        done(null, bytes);
      },
    }),
  );
  for await (const _ of chunksOf(plain)) break;
  await receiveRest({ raw } as unknown as FastifyRequest, plain);
  expect(raw.readableEnded).toBe(true);
  expect(sent).toBe(501);
  expect(unpacked).toBeLessThan(20);
});
