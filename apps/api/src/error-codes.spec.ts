import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');

test('docs/errors.md lists every code that an answer can carry, and no other', () => {
  const sources = globSync(['libs/**/*.ts', 'apps/api/src/**/*.ts'], { cwd: ROOT }).filter((file) => !/spec\.ts$|contract\.ts$|\/prisma\/client\//.test(file));
  const used = new Set<string>();
  for (const file of sources) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, code] of text.matchAll(/(?:new DomainError\(\s*'[\w-]+',\s*|\bcode: )'([A-Z_]{4,})'/g)) used.add(code!);
  }
  const listed = [...readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').matchAll(/\| `([A-Z_]+)` \|/g)].map(([, code]) => code!);
  expect(listed.sort()).toEqual([...used].sort());
});
