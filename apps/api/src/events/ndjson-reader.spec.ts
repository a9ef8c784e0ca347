import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BatchItem, NdjsonReader } from './ndjson-reader.ts';

function read(chunks: (string | Buffer)[], { maxLineBytes = 1_024, maxItems = 100 } = {}): BatchItem[] {
  const reader = new NdjsonReader(maxLineBytes, maxItems);
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return reader.end().items;
}

const values = (...all: unknown[]): BatchItem[] => all.map((value) => ({ value }));

describe('NdjsonReader', () => {
  test.each<[string, string]>([
    ['lines that end with a line feed', '1\n2\n'],
    ['a last line that does not end', '1\n2'],
    ['carriage returns', '1\r\n2\r\n'],
    ['empty lines', '\n\n1\n\r\n  \n2\n\n'],
    ['space around a value', '  1\n\t2 '],
    ['a byte order mark', '\uFEFF1\n2'],
  ])('it reads %s', (_, text) => {
    expect(read([text])).toEqual(values(1, 2));
  });

  test('nothing holds no items', () => {
    expect(read([])).toEqual([]);
    expect(read([''])).toEqual([]);
    expect(read(['\n \n'])).toEqual([]);
  });

  test('every kind of JSON value is an item', () => {
    expect(read(['null\ntrue\n"text"\n[1]\n{"a":{}}\n-0.5'])).toEqual(values(null, true, 'text', [1], { a: {} }, -0.5));
  });

  test('a bad line is an item with its problem, and its neighbours are read', () => {
    const items = read(['1\n{"a":\n2\n', Buffer.from([0x22, 0xff, 0x22]), '\n3\nnull,\n{} {}\n4']);
    expect(items).toEqual([
      { value: 1 },
      { problem: 'is not valid JSON' },
      { value: 2 },
      { problem: 'is not valid UTF-8' },
      { value: 3 },
      { problem: 'is not valid JSON' },
      { problem: 'is not valid JSON' },
      { value: 4 },
    ]);
  });

  test('a character that is cut in two by a chunk is whole again', () => {
    const bytes = Buffer.from('"ä\u{1F600}"');
    expect(read([bytes.subarray(0, 2), bytes.subarray(2, 5), bytes.subarray(5)])).toEqual(values('ä\u{1F600}'));
  });

  test('a line may be as long as the limit, and not a byte longer', () => {
    const line = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`;
    expect(read([`${line(1_024)}\n1`])).toEqual(values('x'.repeat(1_022), 1));
    expect(read([`${line(1_025)}\n1`])).toEqual([{ problem: 'must not be larger than 1 KB' }, { value: 1 }]);
    expect(read([line(1_025).slice(0, 500), line(1_025).slice(500), '\n1'])).toEqual([{ problem: 'must not be larger than 1 KB' }, { value: 1 }]);
  });

  test('as many items as the limit are read; one more is too many, bad or good', () => {
    expect(read(['1\n2\n3\n\n\n'], { maxItems: 3 })).toHaveLength(3);
    expect(() => read(['1\n2\n3\n4'], { maxItems: 3 })).toThrow(expect.objectContaining({ code: 'BODY_TOO_LARGE', kind: 'too-large' }));
    expect(() => read(['1\n2\n3\n{'], { maxItems: 3 })).toThrow(expect.objectContaining({ code: 'BODY_TOO_LARGE' }));
  });

  test('wherever the bytes are cut into chunks, the items are the same', () => {
    const piece = fc.constantFrom('{"a":1}', '"ä\u{1F600}"', '\n', '\r\n', '{', ' ', '\u2028', '[1,2]', 'x'.repeat(30));
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(400)), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        const limits = { maxLineBytes: 24, maxItems: 1_000 };
        expect(read(chunks, limits)).toEqual(read([bytes], limits));
      }),
      { numRuns: 500 },
    );
  });

  test('values survive the way as lines', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (all) => {
        expect(read([all.map((value) => JSON.stringify(value)).join('\n')], { maxLineBytes: 1_000_000 })).toEqual(values(...all.map((value) => JSON.parse(JSON.stringify(value)) as unknown)));
      }),
    );
  });
});
