import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../delivery/command-line.ts';
import { eventTime } from '../delivery/event-time.ts';

/** A line of the log: an event as JSON text, or the reason why it cannot be one. Blank lines are left out. */
export type LogLine = ({ event: string; bytes: number; occurredAt: number } | { problem: string }) & {
  number: number;
  /** Its name, where there are several. */
  file?: string;
};

export interface Log {
  /** Lines in the order of the file, some at a time. Throws {@link LogBroken} where the file cannot be read further. */
  lines: AsyncIterable<LogLine[]>;
  /** Bytes of the file; `undefined` for a pipe. */
  size: number | undefined;
  bytesRead(): number;
  close(): void;
}

export class LogBroken extends Error {}

const NEWLINE = 0x0a;

/** Four times what Flightdeck takes for one event; a longer line is skipped instead of held in memory. */
const MAX_LINE_BYTES = 1024 * 1024;

/** @throws UsageError when there is no such file, or none that can be read */
export async function openLog(path: string): Promise<Log> {
  const { file, size, gzipped } = await openFile(path);
  const raw = createReadStream('', { fd: file });
  const plain = gzipped ? raw.pipe(createGunzip()) : raw;
  if (plain !== raw) raw.on('error', (error) => plain.destroy(error));
  return { lines: readLines(plain), size, bytesRead: () => raw.bytesRead, close: () => raw.destroy() };
}

async function openFile(path: string): Promise<{ file: FileHandle; size: number | undefined; gzipped: boolean }> {
  try {
    const file = await open(path);
    const stat = await file.stat();
    if (stat.isDirectory()) {
      await file.close();
      throw new UsageError(`${path} is a folder. Name a file of events, one JSON object per line.`);
    }
    if (!stat.isFile()) return { file, size: undefined, gzipped: false };
    // What it is decides, not what it is called.
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return { file, size: stat.size, gzipped: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`There is no file ${path}.`);
    if (code === 'EACCES' || code === 'EPERM') throw new UsageError(`${path} may not be read by this user.`);
    throw new UsageError(`${path} cannot be read: ${message}`);
  }
}

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<LogLine[]> {
  let number = 0;
  let partial: Buffer[] = [];
  let partialBytes = 0;
  const add = (piece: Buffer): void => {
    partialBytes += piece.length;
    if (partialBytes <= MAX_LINE_BYTES) partial.push(piece);
  };
  const complete = (lines: LogLine[]): void => {
    number += 1;
    const line = partialBytes > MAX_LINE_BYTES ? { number, problem: 'is longer than 1 MB' } : readLine(number, Buffer.concat(partial));
    if (line !== undefined) lines.push(line);
    partial = [];
    partialBytes = 0;
  };
  try {
    for await (const chunk of chunks) {
      const lines: LogLine[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        add(chunk.subarray(start, end));
        complete(lines);
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'Z_BUF_ERROR' ? 'the gzip file ends too early' : code?.startsWith('Z_') ? 'the gzip file is damaged' : message;
    throw new LogBroken(`The log breaks off after line ${number}: ${why}. Get a whole copy and run the same command again.`);
  }
  if (partialBytes > 0) {
    const lines: LogLine[] = [];
    complete(lines);
    yield lines;
  }
}

function readLine(number: number, bytes: Buffer): LogLine | undefined {
  // Trimming takes a byte order mark at the start of the file along, too.
  const event = bytes.toString('utf8').trim();
  if (event === '') return undefined;
  if (!isUtf8(bytes)) return { number, problem: 'is not valid UTF-8' };
  try {
    return { number, event, bytes: bytes.length, occurredAt: eventTime(JSON.parse(event)) };
  } catch {
    return { number, problem: 'is not valid JSON' };
  }
}
