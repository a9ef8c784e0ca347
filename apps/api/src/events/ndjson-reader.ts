import { isUtf8 } from 'node:buffer';
import { bodyTooLarge } from './errors.ts';

const NEWLINE = 0x0a;

/** One item of a batch: a decoded value, or the reason why there is none. */
export type BatchItem = { value: unknown } | { problem: string };

/** A decoded NDJSON body: a bad line is an item with a problem, not the end of the batch. */
export class NdjsonBody {
  constructor(readonly items: BatchItem[]) {}
}

/** Decodes newline-delimited JSON while it arrives, holding no more than the line that is incomplete. */
export class NdjsonReader {
  private readonly items: BatchItem[] = [];
  private partial: Buffer[] = [];

  /**
   * @param maxLineBytes a longer line becomes an item with a problem
   * @param maxItems one more is a DomainError `BODY_TOO_LARGE`
   */
  constructor(
    private readonly maxLineBytes: number,
    private readonly maxItems: number,
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.line(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.partial.push(chunk.subarray(start));
  }

  end(): NdjsonBody {
    if (this.partial.length > 0) this.line(Buffer.alloc(0));
    return new NdjsonBody(this.items);
  }

  private line(rest: Buffer): void {
    const bytes = this.partial.length === 0 ? rest : Buffer.concat([...this.partial, rest]);
    this.partial = [];
    const text = bytes.toString('utf8').trim();
    if (text === '') return;
    if (this.items.length === this.maxItems) throw bodyTooLarge(`the ${this.maxItems} events that a batch may have`);
    this.items.push(this.decode(bytes, text));
  }

  private decode(bytes: Buffer, text: string): BatchItem {
    if (bytes.length > this.maxLineBytes) return { problem: `must not be larger than ${this.maxLineBytes / 1024} KB` };
    if (!isUtf8(bytes)) return { problem: 'is not valid UTF-8' };
    try {
      return { value: JSON.parse(text) };
    } catch {
      return { problem: 'is not valid JSON' };
    }
  }
}
