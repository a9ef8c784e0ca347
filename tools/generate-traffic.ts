import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseUtcTime } from '../libs/events/domain/utc-time.ts';
import { brokersOption, numberOption, readCommandLine, runCommand, targetOption, urlOption, UsageError } from './delivery/command-line.ts';
import { readAnomaly } from './traffic/anomaly.ts';
import { trafficToFlightdeck } from './traffic/to-flightdeck.ts';
import { trafficToKafka } from './traffic/to-kafka.ts';

const HELP = `Sends made-up impressions and clicks to a running Flightdeck, as fast as asked, and says what it sent.
With --to kafka it writes what ad servers report to the topics ad-impressions and ad-clicks instead.

  npm run traffic -- [options]

  --rate N             deliveries per second, repeats included (default 100)
  --campaigns N|IDS    how many campaigns (camp_001 …), or their ids with commas between (default 5)
  --ctr SHARE          clicks per impression, 0 to 1 (default 0.02); a click follows seconds after its impression
  --duplicates SHARE   deliveries that repeat an earlier event, 0 to 0.95 (default 0.05)
  --duration SECONDS   how long, from the first event (default 600, which is 10 minutes; Ctrl-C ends it earlier)
  --seed TEXT          the same seed with the same options makes the same events (default: a new one, which is shown).
                       Sent to the same database again, they are all duplicates
  --json               the summary as JSON
  --help               this text

  To a Flightdeck:
  --url ADDRESS        the Flightdeck to send to (default http://localhost:3000)
  --single             one request per event, as SDKs do it (default: batches, five times a second)

  With --to kafka (records come out of order by seconds, and clicks before their impressions; CTR differs by device; a
  click follows within seconds or minutes, 25 at most):
  --brokers LIST       host:port, with commas between (default 127.0.0.1:9092)
  --late SHARE         records that are held back for 2 to 10 minutes, 0 to 0.5 (default 0.01). Those that still wait at
                       the end are sent then
  --orphans SHARE      clicks that name an impression which never was, 0 to 0.5 (default 0.01)
  --start TIME         when the first event happens: 2026-02-10T21:10:00Z, or how long ago: 90s, 45m, 2h (default: now).
                       What is due since then is written at once. With the same seed and start the records are the same
  --anomaly WHAT       campaign:kind:from:minutes, such as camp_003:drop:35:5: a drop, spike or silence that begins in
                       minute 35 and lasts 5. May be given several times. Flightdeck compares a minute with the 30 before
                       it, and judges it once: write the past, --start 45m --duration 2700, and start Flightdeck when
                       that has ended. One that runs has judged those minutes already; there it takes 38 minutes
  --truth FILE         writes down, as JSON, what an exact pipeline has to show: impressions and clicks by campaign and
                       minute; the same with users and time to click by device and minute; the ids of orphans

What is not acknowledged is sent again until it is, at most for 60 s. When the server, or Kafka, does not keep up, fewer
events are made; the summary says how many fewer.

Exit code: 0 when everything that was sent was acknowledged, 1 otherwise.
`;

const GIVE_UP_AFTER_MS = 60_000;

const ONLY_FOR = {
  http: ['url', 'single'],
  kafka: ['brokers', 'late', 'orphans', 'start', 'anomaly', 'truth'],
};

await runCommand(async () => {
  const { options, lists, positionals } = readCommandLine({
    to: { type: 'string', default: 'http' },
    url: { type: 'string' },
    brokers: { type: 'string' },
    rate: { type: 'string', default: '100' },
    campaigns: { type: 'string', default: '5' },
    ctr: { type: 'string', default: '0.02' },
    duplicates: { type: 'string', default: '0.05' },
    late: { type: 'string' },
    orphans: { type: 'string' },
    start: { type: 'string' },
    anomaly: { type: 'string', multiple: true },
    truth: { type: 'string' },
    duration: { type: 'string', default: '600' },
    seed: { type: 'string' },
    single: { type: 'boolean' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`${JSON.stringify(positionals[0])} is no option. --help lists what there is.`);
  const to = targetOption(options, ONLY_FOR);
  const traffic = {
    seed: String(options.seed ?? randomBytes(6).toString('hex')),
    campaigns: readCampaigns(String(options.campaigns)),
    rate: numberOption(options.rate, 'rate', { min: 0.1, max: 100_000 }),
    ctr: numberOption(options.ctr, 'ctr', { min: 0, max: 1 }),
    duplicates: numberOption(options.duplicates, 'duplicates', { min: 0, max: 0.95 }),
    seconds: numberOption(options.duration, 'duration', { min: 0.1, max: 86_400 }),
    asJson: options.json === true,
  };
  if (to === 'http') {
    return trafficToFlightdeck(traffic, { url: urlOption(options.url ?? 'http://localhost:3000'), isSingle: options.single === true, giveUpAfterMs: GIVE_UP_AFTER_MS });
  }
  return trafficToKafka(traffic, {
    brokers: brokersOption(options.brokers ?? '127.0.0.1:9092'),
    late: numberOption(options.late ?? '0.01', 'late', { min: 0, max: 0.5 }),
    orphans: numberOption(options.orphans ?? '0.01', 'orphans', { min: 0, max: 0.5 }),
    anomalies: (lists.anomaly ?? []).map((text) => readAnomaly(text, traffic)),
    start: options.start === undefined ? undefined : readStart(String(options.start)),
    // npm runs scripts in the checkout's folder; a relative name is meant from where the person stands.
    truthFile: options.truth === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', String(options.truth)),
    giveUpAfterMs: GIVE_UP_AFTER_MS,
  });
});

/** @returns milliseconds since 1970 */
function readStart(text: string): number {
  const [, many, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const start = many === undefined ? parseUtcTime(text) : Math.floor(Date.now() - Number(many) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h']);
  if (start === undefined) throw new UsageError(`--start must be a time in UTC, such as 2026-02-10T21:10:00Z, or how long ago, such as 45m, not ${JSON.stringify(text)}.`);
  if (start > Date.now()) throw new UsageError('--start must not lie in the future.');
  return start;
}

function readCampaigns(text: string): string[] {
  if (/^\d+$/.test(text)) {
    const many = numberOption(text, 'campaigns', { min: 1, max: 10_000, whole: true });
    return Array.from({ length: many }, (_, index) => `camp_${String(index + 1).padStart(3, '0')}`);
  }
  const ids = [...new Set(text.split(',').map((id) => id.trim()).filter(Boolean))];
  if (ids.length === 0) throw new UsageError('--campaigns must be how many campaigns, or their ids with commas between.');
  return ids;
}
