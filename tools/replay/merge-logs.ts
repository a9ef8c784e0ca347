import { type Log, LogBroken, type LogLine } from './read-log.ts';

/** Lines that are handed on together. */
const PORTION = 500;

interface Reader {
  name: string;
  lines: AsyncIterator<LogLine[]>;
  portion: LogLine[];
  at: number;
}

/**
 * Several logs as one, by the time of their events. Each log keeps its own order, in which some events are late: a late
 * event, like a line without a time, comes as soon as it is the next of its log.
 */
export function mergeLogs(logs: readonly { name: string; log: Log }[]): Log {
  const [only] = logs;
  if (only !== undefined && logs.length === 1) return only.log;
  const sizes = logs.map(({ log }) => log.size);
  return {
    lines: merge(logs),
    size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0),
    bytesRead: () => logs.reduce((sum, { log }) => sum + log.bytesRead(), 0),
    close: () => logs.forEach(({ log }) => log.close()),
  };
}

async function* merge(logs: readonly { name: string; log: Log }[]): AsyncGenerator<LogLine[]> {
  const readers: Reader[] = logs.map(({ name, log }) => ({ name, lines: log.lines[Symbol.asyncIterator](), portion: [], at: 0 }));
  const open = new Set(readers);
  let merged: LogLine[] = [];
  try {
    for (;;) {
      let first: Reader | undefined;
      for (const reader of open) {
        if (!(await hasLine(reader))) open.delete(reader);
        else if (first === undefined || timeOf(reader) < timeOf(first)) first = reader;
      }
      if (first === undefined) break;
      merged.push({ ...first.portion[first.at]!, file: first.name });
      first.at += 1;
      if (merged.length === PORTION) {
        yield merged;
        merged = [];
      }
    }
  } catch (error) {
    // What was read before counts.
    if (merged.length > 0) yield merged;
    throw error;
  }
  if (merged.length > 0) yield merged;
}

async function hasLine(reader: Reader): Promise<boolean> {
  while (reader.at === reader.portion.length) {
    try {
      const next = await reader.lines.next();
      if (next.done === true) return false;
      reader.portion = next.value;
      reader.at = 0;
    } catch (error) {
      throw error instanceof LogBroken ? new LogBroken(`${reader.name}: ${error.message}`) : error;
    }
  }
  return true;
}

function timeOf({ portion, at }: Reader): number {
  const line = portion[at]!;
  return 'problem' in line || Number.isNaN(line.occurredAt) ? -Infinity : line.occurredAt;
}
