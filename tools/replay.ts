import { basename, resolve } from 'node:path';
import { brokersOption, numberOption, onInterrupt, readCommandLine, runCommand, targetOption, urlOption, UsageError } from './delivery/command-line.ts';
import type { Destination } from './delivery/destination.ts';
import { KafkaSender } from './delivery/kafka-sender.ts';
import { Sender } from './delivery/sender.ts';
import { count, LiveLine } from './delivery/live-line.ts';
import { type EventOutcome, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, postBatch } from './delivery/post-batch.ts';
import { MAX_PRODUCED_BYTES, produceBatch } from './delivery/produce-batch.ts';
import { CLICKS_TOPIC, EVENTS_TOPIC, IMPRESSIONS_TOPIC } from './delivery/topic-record.ts';
import { mergeLogs } from './replay/merge-logs.ts';
import { Pacer } from './replay/pacer.ts';
import { type Log, LogBroken, openLog } from './replay/read-log.ts';
import { replayLog } from './replay/replay-log.ts';
import { Tally } from './replay/tally.ts';

const HELP = `Sends a log of events to a running Flightdeck. With --to kafka it writes them to the topics of its pipeline instead.

  npm run replay -- FILE… [options]

FILE holds one event per line, as JSON in the form of POST /events, plain or gzipped. For Kafka it may also hold ad
impressions and ad clicks (docs/pipeline.md); each line goes to the topic of its form. Several files are sent as one,
by the time of their events.
A log may be replayed as often as you like: an event that was counted is never counted again.

  --url ADDRESS             the Flightdeck to send to (default http://localhost:3000)
  --to kafka                write to Kafka: ad-impressions, ad-clicks and events
  --brokers LIST            with --to kafka: host:port, with commas between (default 127.0.0.1:9092)
  --speed N                 N times faster than it happened, by the time of the events (default: as fast as possible)
  --batch N                 events per request, 1 to ${MAX_BATCH_EVENTS} (default 500, to Kafka 2000)
  --concurrency N           requests under way at once, 1 to 64 (default 4; to Kafka always one)
  --give-up-after SECONDS   end when nothing was acknowledged for so long (default 60)
  --help                    this text

What is not acknowledged is sent again until it is. Ctrl-C finishes the requests under way and sums up.

Exit code: 0  every line was acknowledged
           1  some were not: rejected lines, a broken file, a server that gave no answer, a wrong option
         130  ended by Ctrl-C before the end of the file
`;

const ONLY_FOR = { http: ['url', 'concurrency'], kafka: ['brokers'] };

await runCommand(async () => {
  const { options, positionals } = readCommandLine({
    to: { type: 'string', default: 'http' },
    url: { type: 'string' },
    brokers: { type: 'string' },
    speed: { type: 'string' },
    batch: { type: 'string' },
    concurrency: { type: 'string' },
    'give-up-after': { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  });
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const to = targetOption(options, ONLY_FOR);
  if (positionals.length === 0) throw new UsageError('Name a file to replay: npm run replay -- events.ndjson.gz');
  const pacer = options.speed === undefined ? undefined : new Pacer(numberOption(options.speed, 'speed', { min: 0.001, max: 1_000_000 }));
  const batchSize = numberOption(options.batch ?? (to === 'http' ? '500' : '2000'), 'batch', { min: 1, max: MAX_BATCH_EVENTS, whole: true });
  const concurrency = numberOption(options.concurrency ?? '4', 'concurrency', { min: 1, max: 64, whole: true });
  const giveUpAfterMs = 1_000 * numberOption(options['give-up-after'], 'give-up-after', { min: 1, max: 86_400 });
  const say = (message: string): void => line.note(message);
  const connect = to === 'http' ? flightdeckAt(urlOption(options.url ?? 'http://localhost:3000'), concurrency) : kafkaAt(brokersOption(options.brokers ?? '127.0.0.1:9092'));

  const log = await openLogs(positionals);
  const tally = new Tally({ tellsDuplicates: to === 'http' });
  const line: LiveLine = new LiveLine(() => tally.progress(log.size ? log.bytesRead() / log.size : undefined) + sender.standstill);
  const { sender, deliver, ready, written, maxBatchBytes } = connect({ giveUpAfterMs, say });
  const interrupted = new AbortController();
  onInterrupt(() => {
    line.note('Stopping: waiting for what is under way. Ctrl-C again ends at once.');
    interrupted.abort();
    sender.stop();
  });

  let trouble: string | undefined;
  let isWhole = false;
  try {
    await ready();
    isWhole = await replayLog(log, { deliver, hasEnded: () => sender.ended !== undefined, tally, batchSize, maxBatchBytes, concurrency, signal: interrupted.signal, ...(pacer && { pacer }) });
  } catch (error) {
    if (!(error instanceof LogBroken)) throw error;
    trouble = error.message;
  } finally {
    line.end();
    await sender.close();
    log.close();
  }
  process.stdout.write(`${tally.summary(sender.lostAnswers, written)}\n`);
  if (isWhole && tally.isComplete()) return 0;

  if (interrupted.signal.aborted) trouble = 'Stopped before the end of the file.';
  const rest = `${count(tally.acknowledged)} events were acknowledged. Running the same command again is safe: nothing is counted twice.`;
  console.error(`\n${trouble ?? sender.ended ?? 'Not every line could be counted.'} ${rest}`);
  return interrupted.signal.aborted ? 130 : 1;
});

interface Target {
  sender: Destination;
  /** @returns one outcome per event, in order */
  deliver: (events: readonly string[]) => Promise<EventOutcome[]>;
  /** Waits until it can be sent to. */
  ready: () => Promise<void>;
  written: ReadonlyMap<string, number>;
  maxBatchBytes: number;
}

interface Manner {
  giveUpAfterMs: number;
  say: (message: string) => void;
}

function flightdeckAt(url: URL, maxConnections: number): (manner: Manner) => Target {
  return (manner) => {
    const sender = new Sender({ url, maxConnections, ...manner });
    return { sender, deliver: (events) => postBatch(sender, events), ready: () => Promise.resolve(), written: new Map(), maxBatchBytes: MAX_BATCH_BYTES };
  };
}

function kafkaAt(brokers: string[]): (manner: Manner) => Target {
  return (manner) => {
    const sender = new KafkaSender({ brokers, ...manner });
    const ready = (): Promise<void> => sender.ready([IMPRESSIONS_TOPIC, CLICKS_TOPIC, EVENTS_TOPIC]);
    return { sender, deliver: (events) => produceBatch(sender, events), ready, written: sender.written, maxBatchBytes: MAX_PRODUCED_BYTES };
  };
}

async function openLogs(files: readonly string[]): Promise<Log> {
  const logs: { name: string; log: Log }[] = [];
  try {
    // npm runs scripts in the checkout's folder; a relative name is meant from where the person stands.
    for (const file of files) logs.push({ name: basename(file), log: await openLog(resolve(process.env.INIT_CWD ?? '.', file)) });
  } catch (error) {
    for (const { log } of logs) log.close();
    throw error;
  }
  return mergeLogs(logs);
}
