import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
/** Why a message to one recipient failed, which no answer to a request fails with. */
const DELIVERY_FAILURE = /status: '(?:transient|permanent)', code: '([A-Z_]{4,})'|'((?:SIMULATED|SMTP|WEBHOOK)_[A-Z]+)'/g;

const sources = globSync(['libs/**/*.ts', 'apps/api/src/**/*.ts'], { cwd: ROOT })
  .filter((file) => !/spec\.ts$|contract\.ts$|\/prisma\/client\//.test(file))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'));
const listedIn = (file: string): string[] => [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\| `([A-Z_]+)` \|/g)].map(([, code]) => code!).sort();

test('docs/errors.md lists every code that an answer can carry, and no other', () => {
  const used = new Set<string>();
  for (const text of sources) {
    for (const [, code] of text.replaceAll(DELIVERY_FAILURE, '').matchAll(/(?:new DomainError\(\s*'[\w-]+',\s*|\bcode: )'([A-Z_]{4,})'/g)) used.add(code!);
  }
  expect(listedIn('docs/errors.md')).toEqual([...used].sort());
});

test('docs/outreach.md lists every code that a delivery can fail with, and no other', () => {
  const used = new Set<string>();
  for (const text of sources) for (const [, code, channelCode] of text.matchAll(DELIVERY_FAILURE)) used.add((code ?? channelCode)!);
  expect(listedIn('docs/outreach.md')).toEqual([...used].sort());
});
