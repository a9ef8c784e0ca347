import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import { startThrowAwayPostgres } from '../throw-away-postgres.mjs';
import { Bench } from './bench.ts';
import { measureChat } from './chat.ts';
import { measureGrowth } from './growth.ts';
import { measureIngest } from './ingest.ts';
import { measureLive } from './live.ts';
import { measureOutreach } from './outreach.ts';
import { measurePipeline } from './pipeline.ts';
import { ROOT } from './programs.ts';

const PARTS = { ingest: measureIngest, live: measureLive, chat: measureChat, outreach: measureOutreach, pipeline: measurePipeline, growth: measureGrowth };

const HELP = `npm run bench -- [options]

Measures the targets, where it can as ratios against a baseline in the same run.

  --only PART   one of ${Object.keys(PARTS).join(', ')}, default all
  --seconds N   length of each load, default 2
  --rounds N    how often each pair is measured, default 9; the median counts
  --rows N      stored events for the growth figures, default 10000000
  --out FILE    where the JSON result goes, default bench-results/<time>.json
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '9' },
    rows: { type: 'string', default: '10000000' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const options = { seconds: wholeNumber('seconds'), rounds: wholeNumber('rounds'), rows: wholeNumber('rows') };
const parts = Object.entries(PARTS).filter(([name]) => values.only === undefined || values.only === name);
if (parts.length === 0) refuse(`--only must be one of ${Object.keys(PARTS).join(', ')}; it is ${values.only}.`);

await build();
const postgres = await startThrowAwayPostgres({ durable: true });
const bench = new Bench(options, postgres);
try {
  for (const [, measurePart] of parts) await measurePart(bench);
} finally {
  await bench.stop();
  await postgres.remove();
}

const file = values.out ?? join(ROOT, 'bench-results', `${new Date().toISOString().replaceAll(':', '-')}.json`);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(bench, null, 2)}\n`);
process.stdout.write(`\n${bench.summary()}\n\nAll figures: ${file}\n`);

function wholeNumber(name: 'seconds' | 'rounds' | 'rows'): number {
  const value = Number(values[name]);
  return Number.isInteger(value) && value >= 1 ? value : refuse(`--${name} must be a whole number of at least 1; it is ${values[name]}.`);
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
