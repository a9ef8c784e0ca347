import { resolve } from 'node:path';
import { numberOption, onInterrupt, readCommandLine, runCommand, urlOption, UsageError } from './delivery/command-line.ts';
import { Sender } from './delivery/sender.ts';
import { count, LiveLine } from './delivery/live-line.ts';
import { MAX_BATCH_EVENTS } from './delivery/post-batch.ts';
import { Pacer } from './replay/pacer.ts';
import { LogBroken, openLog } from './replay/read-log.ts';
import { replayLog } from './replay/replay-log.ts';
import { Tally } from './replay/tally.ts';

const HELP = `Sends a log of events to a running Flightdeck.

  npm run replay -- FILE [options]

FILE holds one event per line, as JSON in the form of POST /events, plain or gzipped.
A log may be replayed as often as you like: an event that was counted is never counted again.

  --url ADDRESS             the Flightdeck to send to (default http://localhost:3000)
  --speed N                 N times faster than it happened, by occurred_at (default: as fast as possible)
  --batch N                 events per request, 1 to ${MAX_BATCH_EVENTS} (default 500)
  --concurrency N           requests under way at once, 1 to 64 (default 4)
  --give-up-after SECONDS   end when nothing was acknowledged for so long (default 60)
  --help                    this text

What is not acknowledged is sent again until it is. Ctrl-C finishes the requests under way and sums up.

Exit code: 0  every line was acknowledged
           1  some were not: rejected lines, a broken file, a server that gave no answer, a wrong option
         130  ended by Ctrl-C before the end of the file
`;

await runCommand(async () => {
  const { options, positionals } = readCommandLine({
    url: { type: 'string', default: 'http://localhost:3000' },
    speed: { type: 'string' },
    batch: { type: 'string', default: '500' },
    concurrency: { type: 'string', default: '4' },
    'give-up-after': { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  });
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Name one file to replay: npm run replay -- events.ndjson.gz');
  const url = urlOption(options.url);
  const pacer = options.speed === undefined ? undefined : new Pacer(numberOption(options.speed, 'speed', { min: 0.001, max: 1_000_000 }));
  const batchSize = numberOption(options.batch, 'batch', { min: 1, max: MAX_BATCH_EVENTS, whole: true });
  const concurrency = numberOption(options.concurrency, 'concurrency', { min: 1, max: 64, whole: true });
  const giveUpAfterMs = 1_000 * numberOption(options['give-up-after'], 'give-up-after', { min: 1, max: 86_400 });

  // npm runs scripts in the checkout's folder; a relative name is meant from where the person stands.
  const log = await openLog(resolve(process.env.INIT_CWD ?? '.', file));
  const tally = new Tally();
  const line: LiveLine = new LiveLine(() => tally.progress(log.size ? log.bytesRead() / log.size : undefined) + sender.standstill);
  const sender = new Sender({ url, maxConnections: concurrency, giveUpAfterMs, say: (message) => line.note(message) });
  const interrupted = new AbortController();
  onInterrupt(() => {
    line.note('Stopping: waiting for what is under way. Ctrl-C again ends at once.');
    interrupted.abort();
    sender.stop();
  });

  let trouble: string | undefined;
  let isWhole = false;
  try {
    isWhole = await replayLog(log, { sender, tally, batchSize, concurrency, signal: interrupted.signal, ...(pacer && { pacer }) });
  } catch (error) {
    if (!(error instanceof LogBroken)) throw error;
    trouble = error.message;
  } finally {
    line.end();
    sender.close();
    log.close();
  }
  process.stdout.write(`${tally.summary(sender.lostAnswers)}\n`);
  if (isWhole && tally.isComplete()) return 0;

  if (interrupted.signal.aborted) trouble = 'Stopped before the end of the file.';
  const rest = `${count(tally.acknowledged)} events were acknowledged. Running the same command again is safe: nothing is counted twice.`;
  console.error(`\n${trouble ?? sender.ended ?? 'Not every line could be counted.'} ${rest}`);
  return interrupted.signal.aborted ? 130 : 1;
});
