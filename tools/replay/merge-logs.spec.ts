import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeLogs } from './merge-logs.ts';
import { type Log, LogBroken, type LogLine } from './read-log.ts';

const line = (number: number, occurredAt: number): LogLine => ({ number, event: `${number}`, bytes: 1, occurredAt });

function logOf(portions: LogLine[][], broken?: LogBroken): Log {
  async function* lines(): AsyncGenerator<LogLine[]> {
    for (const portion of portions) yield await Promise.resolve(portion);
    if (broken !== undefined) throw broken;
  }
  return { lines: lines(), size: 100, bytesRead: () => 50, close: () => undefined };
}

async function read(logs: Log[]): Promise<LogLine[]> {
  const merged: LogLine[] = [];
  for await (const some of mergeLogs(logs.map((log, index) => ({ name: `log${index}`, log }))).lines) merged.push(...some);
  return merged;
}

test('logs that are in order make one that is in order, with every line of each', async () => {
  const times = fc.array(fc.nat(1_000), { maxLength: 700 }).map((all) => all.sort((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(fc.array(times, { minLength: 2, maxLength: 4 }), fc.integer({ min: 1, max: 50 }), async (logs, size) => {
      const merged = await read(
        logs.map((all) => {
          const lines = all.map((time, index) => line(index + 1, time));
          return logOf(Array.from({ length: Math.ceil(lines.length / size) }, (_, at) => lines.slice(at * size, (at + 1) * size)));
        }),
      );
      expect(merged.map((it) => 'occurredAt' in it && it.occurredAt)).toEqual(logs.flat().sort((a, b) => a - b));
      logs.forEach((all, index) => {
        expect(merged.filter(({ file }) => file === `log${index}`).map(({ number }) => number)).toEqual(all.map((_, at) => at + 1));
      });
    }),
    { numRuns: 50 },
  );
});

test('late events and lines without a time keep their place in their own log and hold up no other', async () => {
  const first = logOf([[line(1, 10), line(2, 50), line(3, 20), { number: 4, problem: 'is not valid JSON' }, line(5, NaN), line(6, 60)]]);
  const second = logOf([[line(1, 15), line(2, 55)]]);
  expect((await read([first, second])).map(({ file, number }) => `${file} ${number}`)).toEqual(['log0 1', 'log1 1', 'log0 2', 'log0 3', 'log0 4', 'log0 5', 'log1 2', 'log0 6']);
});

test('a log that breaks off is named, after all that was read before', async () => {
  const merged = mergeLogs([
    { name: 'whole', log: logOf([[line(1, 10), line(2, 30)]]) },
    { name: 'cut.gz', log: logOf([[line(1, 20)]], new LogBroken('The log breaks off after line 1.')) },
  ]);
  const seen: LogLine[] = [];
  const reading = (async () => {
    for await (const some of merged.lines) seen.push(...some);
  })();
  await expect(reading).rejects.toThrow('cut.gz: The log breaks off after line 1.');
  expect(seen.map(({ file }) => file)).toEqual(['whole', 'cut.gz']);
});
