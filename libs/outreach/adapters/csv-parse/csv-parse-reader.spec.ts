import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CsvRecord, CsvTable } from '../../application/ports.ts';
import { CsvParseReader } from './csv-parse-reader.ts';

const reader = new CsvParseReader();

/** A file that arrives in pieces of so many bytes. */
async function* inPieces(file: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file as string);
  for (let start = 0; start < bytes.length; start += size) yield await Promise.resolve(bytes.subarray(start, start + size));
}

async function read(file: string | Uint8Array, size = 1_000_000): Promise<Omit<CsvTable, 'records'> & { records: CsvRecord[] }> {
  const { records, ...table } = await reader.read(inPieces(file, size));
  const all: CsvRecord[] = [];
  for await (const portion of records) all.push(...portion);
  return { ...table, records: all };
}

const cellsOf = async (file: string | Uint8Array): Promise<string[][]> => (await read(file)).records.map(({ cells }) => cells);

describe('a CSV file', () => {
  test.each([
    ['name,email\nAnn,a@x\n', ','],
    ['name;email\r\nAnn;a@x\r\n', ';'],
    ['name\temail\rAnn\ta@x', '\t'],
    ['\uFEFFname,email\nAnn,a@x', ','],
    ['\n \n"na;me","e;mail"\n\nAnn,a@x\n', ','],
  ])('is read whatever delimits it: %j', async (file, delimiter) => {
    const table = await read(file);
    expect(table.delimiter).toBe(delimiter);
    expect(table.columns).toHaveLength(2);
    expect(table.records).toMatchObject([{ cells: ['Ann', 'a@x'], problem: null }]);
  });

  test.each(['utf-16le', 'utf-16be'])('of %s with a byte order mark is read', async (encoding) => {
    const bytes = Buffer.from('\uFEFFname;email\nZoë \u{1F600};a@x\n', 'utf16le');
    if (encoding === 'utf-16be') bytes.swap16();
    expect(await cellsOf(bytes)).toEqual([['Zoë \u{1F600}', 'a@x']]);
  });

  test('has its lines numbered as editors do', async () => {
    const { records } = await read('name,email\r\n"Ann\r\nof two lines",a@x\r\n\r\nBob,b@x\r"C\rD\nE",c@x\n,\nlast,d@x');
    expect(records.map(({ line, cells }) => [line, cells[1]])).toEqual([[2, 'a@x'], [5, 'b@x'], [6, 'c@x'], [10, 'd@x']]);
    expect(records[0]!.text).toBe('"Ann\r\nof two lines",a@x');
  });

  test('loses no line but the one whose quotation marks make no sense', async () => {
    const { records } = await read('name,email\n"Ann,a@x\nBob,b@x\n"Carol" C,c@x\n5" Dan,d@x\n"Eve ""E""" , "e@x"\n"open,f@x\nlast,g@x');
    expect(records.map(({ line, cells, problem }) => [line, problem === null ? cells : 'bad'])).toEqual([
      [2, 'bad'],
      [3, ['Bob', 'b@x']],
      [4, 'bad'],
      [5, ['5" Dan', 'd@x']],
      [6, ['Eve "E"', 'e@x']],
      [7, 'bad'],
      [8, ['last', 'g@x']],
    ]);
    expect(records[0]!.problem).toMatch(/quotation mark/);
  });

  test('with a quotation mark that is never closed is read on behind its line, and a line without end is one line', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `Person ${n},p${n}@example.com\n`).join('');
    const unclosed = await read(`name,email\n"Ann,a@x\n${many}`, 10_000);
    expect(unclosed.records).toHaveLength(5_001);
    expect(unclosed.records.filter(({ problem }) => problem !== null)).toMatchObject([{ line: 2, text: '"Ann,a@x' }]);
    const endless = await read(`name,email\n${'x'.repeat(300_000)}\nBob,b@x\n`, 10_000);
    expect(endless.records).toMatchObject([{ line: 2, problem: 'is longer than 64 KB' }, { line: 3, cells: ['Bob', 'b@x'] }]);
    expect(endless.records[0]!.text.length).toBeLessThan(2_000);
  });

  test('tells which lines are no UTF-8', async () => {
    const { records } = await read(Buffer.from('name,email\nM\xfcller,a@x\nBob,b@x\n', 'latin1'));
    expect(records).toMatchObject([{ line: 2, problem: expect.stringContaining('CSV UTF-8') }, { line: 3, problem: null }]);
  });

  test.each([
    ['', /empty/],
    ['\r\n\n', /empty/],
    ['PK\x03\x04zip', /workbook/],
    ['a\0b\n', /no text/],
    ['"name,email\nx', /quotation mark/],
    ['x'.repeat(100_000), /first line/],
  ])('without a first line that can be read is refused: %j', async (file, detail) => {
    await expect(read(file, 50_000)).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE', message: expect.stringMatching(detail) });
  });

  const delimiter = fc.constantFrom(',', ';', '\t');
  const newline = fc.constantFrom('\n', '\r\n', '\r');
  const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '\u{1F600}', ' ', '"', ',', ';', '\t', '\n', '\r\n', '\r', '|', "'"), maxLength: 8 }).map((text) => text.trim());

  test('says what was written, however it is quoted and in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 2, maxLength: 4 }), { maxLength: 12 }), delimiter, newline, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (rows, sign, end, size, isEnded) => {
        const written = rows.map((row) => row.map(([text, isQuoted]) => (isQuoted || /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(sign));
        const file = [`A${sign}B`, ...written].join(end) + (isEnded ? end : '');
        const expected = rows.map((row) => row.map(([text]) => text)).filter((row) => row.some((text) => text !== ''));
        const { records, columns } = await read(file, size);
        expect(columns).toEqual(['A', 'B']);
        expect(records.map(({ cells }) => cells)).toEqual(expected);
        for (const { text, cells } of records) expect(reader.cells(text, sign)).toEqual(cells);
        const lines = file.split(/\r\n|\r|\n/);
        for (const { line, text } of records) expect(text.split(/\r\n|\r|\n/)[0]).toBe(lines[line - 1]);
      }),
      { numRuns: 400 },
    );
  });

  test('of anything is read to its end, the same in whatever pieces it comes', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '""', ',', '\n', '\r', '\r\n', ' ', '\t', '\u00A0', '\uFFFD'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (body, size) => {
        const whole = await read(`A,B\n${body}`);
        expect((await read(`A,B\n${body}`, size)).records).toEqual(whole.records);
        for (const { cells, problem } of whole.records) expect(problem !== null || cells.length > 0).toBe(true);
        // Nothing but line breaks and blank lines is left out.
        const told = whole.records.map((record) => record.text).join('');
        const kept = (each: string): string => each.replaceAll(/[\s,"]/gu, '');
        expect(kept(told)).toBe(kept(body));
      }),
      { numRuns: 1_000 },
    );
  });
});

const MEGABYTES = 2;

test('lines on which nothing stands leave room for other work, however fast they come', async () => {
  // As an import gets them: no chunk has to be waited for.
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('name,email\n');
    for (let count = 0; count < MEGABYTES * 16; count += 1) yield Buffer.from(',\n'.repeat(32_768));
  }
  let turns = 0;
  const others = setInterval(() => (turns += 1), 0);
  const { records } = await new CsvParseReader().read(content());
  for await (const portion of records) expect(portion).toEqual([]);
  clearInterval(others);
  expect(turns).toBeGreaterThan(MEGABYTES * 4);
});
