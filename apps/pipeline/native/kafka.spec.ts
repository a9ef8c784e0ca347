import { expect, test } from '@jest/globals';
import { clusterId } from './kafka.ts';

test('no id of a cluster looks like an option of the program that is told it', () => {
  for (let first = 0; first < 256; first += 1) expect(clusterId(Buffer.from([first, ...Array.from({ length: 15 }, () => 0xff)]))).toMatch(/^[A-Za-z0-9][\w-]{21}$/);
});
