import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

const ASSETS = 'dist/web/assets';

test('what browsers get compressed is what they would get plain', () => {
  const compressed = readdirSync(ASSETS).filter((name) => name.endsWith('.gz'));
  expect(compressed.some((name) => name.endsWith('.js.gz'))).toBe(true);
  for (const name of compressed) {
    const plain = readFileSync(join(ASSETS, name.slice(0, -'.gz'.length)));
    expect([name, gunzipSync(readFileSync(join(ASSETS, name))).equals(plain)]).toEqual([name, true]);
  }
});
