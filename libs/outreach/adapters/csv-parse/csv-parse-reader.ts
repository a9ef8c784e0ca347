import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { importUnreadable } from '../../application/errors.ts';
import type { CsvReader, CsvRecord, CsvTable } from '../../application/ports.ts';
import { decodedText } from './decoded-text.ts';
import { BAD_QUOTES, type RawRecord, RecordSplitter } from './record-splitter.ts';

/** The first one wins a draw. */
const DELIMITERS = [',', ';', '\t'];
/** Characters. */
const MAX_HEADER = 65_536;
/** Records. Where more come out of a portion, storing them gives others their turn. */
const FEW = 100;

const NOT_UTF8 = 'has characters that are no UTF-8: save the file as "CSV UTF-8" and upload it again';

/** {@link CsvReader}: {@link RecordSplitter} finds the records, csv-parse their cells. */
export class CsvParseReader implements CsvReader {
  async read(content: AsyncIterable<Uint8Array>): Promise<CsvTable> {
    const texts = decodedText(content);
    let start = '';
    let delimiter: string | undefined;
    while (delimiter === undefined) {
      const { value, done = false } = (await texts.next()) as IteratorResult<string, undefined>;
      start += value ?? '';
      const firstLine = /^\s*(\S[^\r\n]*)[\r\n]/.exec(start)?.[1] ?? (done ? start.trim() : undefined);
      if (firstLine === '') throw importUnreadable('The file is empty.');
      if (firstLine !== undefined) delimiter = this.delimiterOf(firstLine);
      else if (start.length > MAX_HEADER) throw importUnreadable('The first line is too long to be one with the names of columns.');
    }
    const portions = recordsOf(start, texts, new RecordSplitter(delimiter), delimiter);
    const { value: first = [] } = (await portions.next()) as IteratorResult<CsvRecord[], undefined>;
    const [header, ...others] = first;
    if (header === undefined) throw importUnreadable('The file is empty.');
    if (header.problem !== null) throw importUnreadable(`The first line, which has to name the columns, ${header.problem}.`);
    return { delimiter, header: header.text, columns: header.cells, records: following(others, portions) };
  }

  cells(text: string, delimiter: string): string[] | undefined {
    const [record, ...others] = new RecordSplitter(delimiter).take(text, true);
    return record?.problem === null && others.length === 0 ? cellsOfOne(record.text, delimiter) : undefined;
  }

  delimiterOf(header: string): string {
    const unquoted = header.replaceAll(/"[^"]*"/g, '');
    const count = (delimiter: string): number => unquoted.split(delimiter).length;
    return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
  }
}

async function* following(others: CsvRecord[], portions: AsyncGenerator<CsvRecord[]>): AsyncGenerator<CsvRecord[]> {
  if (others.length > 0) yield others;
  yield* portions;
}

/** Never an empty portion. */
async function* recordsOf(start: string, texts: AsyncIterable<string>, splitter: RecordSplitter, delimiter: string): AsyncGenerator<CsvRecord[]> {
  const portion = (text: string, isEnd: boolean): CsvRecord[] => withCells(splitter.take(text, isEnd), delimiter);
  const first = portion(start, false);
  if (first.length > 0) yield first;
  for await (const text of texts) {
    const records = portion(text, false);
    if (records.length > 0) yield records;
    // Megabytes may be there already, and lines on which nothing stands wait for no database.
    if (records.length < FEW) await setImmediate();
  }
  const last = portion('', true);
  if (last.length > 0) yield last;
}

function withCells(raw: RawRecord[], delimiter: string): CsvRecord[] {
  // Spreadsheets write delimiters alone for rows that were emptied, by the thousand.
  const something = new RegExp(`[^\\s${delimiter}]`);
  const filled = raw.filter(({ text }) => something.test(text));
  const cells = cellsOf(filled.filter(({ problem }) => problem === null).map(({ text }) => text), delimiter);
  let place = 0;
  const records = filled.map(({ line, text, problem }): CsvRecord => {
    const own = problem === null ? cells[place++] : undefined;
    return { line, text, cells: own ?? [], problem: problem ?? (own === undefined ? BAD_QUOTES : text.includes('\uFFFD') ? NOT_UTF8 : null) };
  });
  // Quotation marks with nothing between them.
  return records.filter((record) => record.problem !== null || record.cells.some((cell) => cell !== ''));
}

/** The cells of each record, undefined where they cannot be told apart. */
function cellsOf(texts: string[], delimiter: string): (string[] | undefined)[] {
  // All at once: a parser for each record takes three times as long. Line breaks that are left stand between quotation marks.
  const all = tryToParse(texts.join('\n'), delimiter);
  return all?.length === texts.length ? all : texts.map((text) => cellsOfOne(text, delimiter));
}

function cellsOfOne(text: string, delimiter: string): string[] | undefined {
  const parsed = tryToParse(text, delimiter);
  return parsed?.length === 1 ? parsed[0] : undefined;
}

function tryToParse(text: string, delimiter: string): string[][] | undefined {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_quotes: true, relax_column_count: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
