import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isStorableText, storableJsonProblem } from './storable-json.ts';

const TEXT_PROBLEM = 'must not contain NUL characters or lone surrogates';

function nested(levels: number, make: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = make(value);
  return value;
}

describe('isStorableText', () => {
  test.each(['', 'text', '\u{1F600}', '\u0001', '\u007F', '\uFFFF', '\uFEFF', '\\u0000', '\u2028'])('%j can be kept', (text) => {
    expect(isStorableText(text)).toBe(true);
  });

  test.each(['\0', 'a\0b', '\uD800', '\uDC00', 'a\uD83D', '\uDE00\uD83D'])('%j cannot', (text) => {
    expect(isStorableText(text)).toBe(false);
  });
});

describe('storableJsonProblem', () => {
  test.each([
    ['a string', '\0'],
    ['a key', { 'a\0': 1 }],
    ['a key of the prototype', JSON.parse('{"__proto__":{"a":"\\u0000"}}') as unknown],
    ['a list', [1, ['\uD800']]],
    ['a deep key', { a: [{ '\uDFFF': null }] }],
  ])('a character that cannot be kept is found in %s', (_, value) => {
    expect(storableJsonProblem(value)).toBe(TEXT_PROBLEM);
  });

  test('a number beyond the range of a double is found, wherever it stands', () => {
    for (const text of ['1e400', '-1e400', '[[1e999]]', '{"a":{"b":1e400}}']) {
      expect(storableJsonProblem(JSON.parse(text))).toBe('must not contain numbers beyond the range of a double');
    }
    for (const text of ['1e308', '5e-324', '1e-400', '-0', '12345678901234567890']) expect(storableJsonProblem(JSON.parse(text))).toBeUndefined();
  });

  test('sixty-four levels are deep enough, of objects as of lists', () => {
    for (const make of [(inner: unknown) => ({ a: inner }), (inner: unknown) => [inner]]) {
      expect(storableJsonProblem(nested(64, make))).toBeUndefined();
      expect(storableJsonProblem(nested(65, make))).toBe('must not be nested deeper than 64 levels');
    }
  });

  test('a hundred thousand levels are refused without running out of stack', () => {
    expect(storableJsonProblem(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe('must not be nested deeper than 64 levels');
  });

  test('what passes survives being written and read', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 6 }), (text) => {
        const value = JSON.parse(text) as unknown;
        if (storableJsonProblem(value) !== undefined) return;
        const written = JSON.stringify(value);
        expect(written).not.toContain('\\u0000');
        expect(written).not.toMatch(/\\ud[89a-f]/i);
        expect(Buffer.from(written).toString()).toBe(written);
        expect(JSON.stringify(JSON.parse(written))).toBe(written);
      }),
    );
  });
});
