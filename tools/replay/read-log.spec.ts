import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LogLine, openLog } from './read-log.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flightdeck-log-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, content: string | Buffer): Promise<LogLine[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  const log = await openLog(path);
  const lines: LogLine[] = [];
  for await (const some of log.lines) lines.push(...some);
  log.close();
  return lines;
}

const shown = (lines: LogLine[]): unknown[] => lines.map((line) => ('problem' in line ? [line.number, line.problem] : [line.number, line.event]));

test('bad lines are named by their number and do not end the log', async () => {
  const invalid = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
  const lines = await read('bad.ndjson', Buffer.concat([Buffer.from('\uFEFF{"a":1}\r\n\n  \nnonsense\n'), invalid, Buffer.from(`"${'x'.repeat(1024 * 1024)}"\nnull\n{"a":2}`)]));
  expect(shown(lines)).toEqual([
    [1, '{"a":1}'],
    [4, 'is not valid JSON'],
    [5, 'is not valid UTF-8'],
    [6, 'is longer than 1 MB'],
    [7, 'null'],
    [8, '{"a":2}'],
  ]);
});

test('gzip is known by its content, in several members too', async () => {
  expect(shown(await read('log', Buffer.concat([gzipSync('{"a":1}\n{"a":'), gzipSync('2}\n')])))).toEqual([
    [1, '{"a":1}'],
    [2, '{"a":2}'],
  ]);
});

test('lines that span many chunks come out whole', async () => {
  const events = Array.from({ length: 20 }, (_, index) => JSON.stringify({ index, text: 'é'.repeat(40_000 + index) }));
  expect(shown(await read('long.ndjson.gz', gzipSync(events.join('\n'))))).toEqual(events.map((event, index) => [index + 1, event]));
});

test('a gzip file that ends too early, or is damaged, says so', async () => {
  const whole = gzipSync(Array.from({ length: 5_000 }, (_, index) => `{"index":${index * 7_919}}\n`).join(''));
  await expect(read('cut.gz', whole.subarray(0, whole.length / 2))).rejects.toThrow(/breaks off after line \d+: the gzip file ends too early/);
  const damaged = Buffer.from(whole);
  damaged.fill(0xaa, 200, 260);
  await expect(read('damaged.gz', damaged)).rejects.toThrow('the gzip file is damaged');
});

test('a file that is not there, and a folder, are named', async () => {
  await expect(openLog(join(folder, 'absent'))).rejects.toThrow('There is no file');
  await expect(openLog(folder)).rejects.toThrow('is a folder');
});
