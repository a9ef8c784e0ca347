/** One record as it came. */
export interface RawRecord {
  /** Of its first line, as editors number them. */
  line: number;
  /** Without the line break at its end. */
  text: string;
  problem: string | null;
}

/** Characters. Nobody's contact is longer; a quotation mark that is never closed would make one record of the rest of the file. */
const MAX_RECORD = 65_536;
/** Of a line that is too long, this much is told. */
const MAX_TOLD = 1_000;

const TOO_LONG = `is longer than ${MAX_RECORD / 1024} KB`;
export const BAD_QUOTES = 'has a quotation mark that is not closed, or something behind the one that closes; a quotation mark inside a cell must be doubled';
/** What may stand around the quotation marks of a cell. */
const SPACE = /[\t\v\f \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]/;
const NEWLINE = /\r\n|\r|\n/g;

/** A place in the text, and where the next record begins. */
interface End {
  end: number;
  after: number;
}

/**
 * Cuts text into records while it arrives: a line break between quotation marks belongs to its cell. Where the quotation marks of a record
 * make no sense, only its first line is given up, and the next line begins anew: one slip of the pen must not swallow a thousand recipients,
 * as it does with parsers that read cells and records in one go.
 */
export class RecordSplitter {
  private rest = '';
  private line = 1;
  private isSkipping = false;
  private readonly cellEnd: RegExp;

  constructor(private readonly delimiter: string) {
    this.cellEnd = new RegExp(`[${delimiter}\r\n]`, 'g');
  }

  /** @param isEnd nothing follows @returns the records that are complete by now */
  take(text: string, isEnd: boolean): RawRecord[] {
    this.rest += text;
    const records: RawRecord[] = [];
    let start = 0;
    while (start < this.rest.length) {
      const line = this.lineEnd(start, isEnd);
      if (line === undefined) {
        if (this.isSkipping) start = this.rest.length;
        else if (this.rest.length - start > MAX_RECORD) {
          records.push({ line: this.line, text: `${this.rest.slice(start, start + MAX_TOLD)}…`, problem: TOO_LONG });
          this.isSkipping = true;
          start = this.rest.length;
        }
        break;
      }
      if (this.isSkipping) {
        this.isSkipping = false;
        this.line += 1;
        start = line.after;
        continue;
      }
      const record = this.record(start, line, isEnd);
      if (record === undefined) break;
      records.push({ line: this.line, text: this.rest.slice(start, record.end), problem: record.problem });
      this.line += record.after === line.after ? 1 : this.rest.slice(start, record.after).match(NEWLINE)!.length;
      start = record.after;
    }
    this.rest = this.rest.slice(start);
    return records;
  }

  /** The record that begins at `start`; undefined when it is not complete yet. */
  private record(start: number, line: End, isEnd: boolean): (End & { problem: string | null }) | undefined {
    if (line.end - start > MAX_RECORD) return { ...line, end: start + MAX_TOLD, problem: TOO_LONG };
    const quote = this.rest.indexOf('"', start);
    if (quote < 0 || quote >= line.end) return { ...line, problem: null };
    const end = this.quotedEnd(start, isEnd);
    if (end === 'open' && !isEnd && this.rest.length - start <= MAX_RECORD) return undefined;
    return typeof end === 'object' ? { ...end, problem: null } : { ...line, problem: BAD_QUOTES };
  }

  /** Where a record with quotation marks ends, cell by cell. */
  private quotedEnd(start: number, isEnd: boolean): End | 'open' | 'broken' {
    const { rest, delimiter, cellEnd } = this;
    for (let place = start; ; place += 1) {
      place = this.behindSpace(place);
      if (rest[place] === '"') {
        do {
          place = rest.indexOf('"', place + 1);
          if (place < 0 || place - start > MAX_RECORD) return 'open';
        } while (rest[place + 1] === '"' && (place += 1) > 0);
        place = this.behindSpace(place + 1);
        if (place === rest.length && !isEnd) return 'open';
        if (rest[place] === delimiter) continue;
        if (place < rest.length && rest[place] !== '\r' && rest[place] !== '\n') return 'broken';
        return this.lineEnd(place, isEnd) ?? { end: place, after: place };
      }
      cellEnd.lastIndex = place;
      const found = cellEnd.exec(rest)?.index;
      if (found !== undefined && rest[found] === delimiter) {
        place = found;
        continue;
      }
      return this.lineEnd(place, isEnd) ?? 'open';
    }
  }

  private behindSpace(place: number): number {
    let behind = place;
    while (behind < this.rest.length && this.rest[behind] !== this.delimiter && SPACE.test(this.rest[behind]!)) behind += 1;
    return behind;
  }

  /** A carriage return that came last may be half of a line break. */
  private lineEnd(from: number, isEnd: boolean): End | undefined {
    NEWLINE.lastIndex = from;
    const found = NEWLINE.exec(this.rest);
    if (found === null) return isEnd ? { end: this.rest.length, after: this.rest.length } : undefined;
    const after = found.index + found[0].length;
    if (found[0] === '\r' && after === this.rest.length && !isEnd) return undefined;
    return { end: found.index, after };
  }
}
