import { randomBytes } from 'node:crypto';
import { numberOption, onInterrupt, readCommandLine, runCommand, urlOption, UsageError } from './delivery/command-line.ts';
import { Sender } from './delivery/sender.ts';
import { count, duration, LiveLine } from './delivery/live-line.ts';
import { driveTraffic } from './traffic/drive.ts';
import { EventStream } from './traffic/event-stream.ts';
import { Ledger } from './traffic/ledger.ts';

const HELP = `Sends made-up impressions and clicks to a running Flightdeck, as fast as asked, and says what it sent.

  npm run traffic -- [options]

  --url ADDRESS        the Flightdeck to send to (default http://localhost:3000)
  --rate N             deliveries per second, repeats included (default 100)
  --campaigns N|IDS    how many campaigns (camp_001 …), or their ids with commas between (default 5)
  --ctr SHARE          clicks per impression, 0 to 1 (default 0.02); a click follows seconds after its impression
  --duplicates SHARE   deliveries that repeat an earlier event, 0 to 0.95 (default 0.05)
  --duration SECONDS   how long (default 600, which is 10 minutes; Ctrl-C ends it earlier)
  --seed TEXT          the same seed with the same options makes the same events (default: a new one, which is shown).
                       Sent to the same database again, they are all duplicates
  --single             one request per event, as SDKs do it (default: batches, five times a second)
  --json               the summary as JSON
  --help               this text

What is not acknowledged is sent again until it is, at most for 60 s. When the server does not keep up, fewer events
are made; the summary says how many fewer.

Exit code: 0 when everything that was sent was acknowledged, 1 otherwise.
`;

const GIVE_UP_AFTER_MS = 60_000;
const MAX_BATCHES_IN_FLIGHT = 8;
const MAX_EVENTS_IN_FLIGHT = 128;

await runCommand(async () => {
  const { options, positionals } = readCommandLine({
    url: { type: 'string', default: 'http://localhost:3000' },
    rate: { type: 'string', default: '100' },
    campaigns: { type: 'string', default: '5' },
    ctr: { type: 'string', default: '0.02' },
    duplicates: { type: 'string', default: '0.05' },
    duration: { type: 'string', default: '600' },
    seed: { type: 'string' },
    single: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`${JSON.stringify(positionals[0])} is no option. --help lists what there is.`);
  const url = urlOption(options.url);
  const rate = numberOption(options.rate, 'rate', { min: 0.1, max: 100_000 });
  const campaigns = readCampaigns(String(options.campaigns));
  const ctr = numberOption(options.ctr, 'ctr', { min: 0, max: 1 });
  const duplicates = numberOption(options.duplicates, 'duplicates', { min: 0, max: 0.95 });
  const seconds = numberOption(options.duration, 'duration', { min: 0.1, max: 86_400 });
  const seed = String(options.seed ?? randomBytes(6).toString('hex'));
  const isSingle = options.single === true;

  const stream = new EventStream({ seed, campaigns, rate, ctr, duplicates });
  const ledger = new Ledger(campaigns);
  const maxInFlight = isSingle ? MAX_EVENTS_IN_FLIGHT : MAX_BATCHES_IN_FLIGHT;
  const line: LiveLine = new LiveLine(() => ledger.progress() + sender.standstill);
  const sender = new Sender({ url, maxConnections: maxInFlight, giveUpAfterMs: GIVE_UP_AFTER_MS, say: (message) => line.note(message) });
  const interrupted = new AbortController();
  onInterrupt(() => {
    line.note('Stopping: waiting for what is under way. Ctrl-C again ends at once.');
    interrupted.abort();
    sender.stop();
  });

  line.note(`Sending ${count(rate)} events/s for ${campaigns.length === 1 ? campaigns[0] : `${campaigns.length} campaigns`} to ${url.origin} for ${duration(seconds)}; Ctrl-C ends it earlier. Seed: ${seed}`);
  try {
    await driveTraffic({ stream, ledger, sender, rate, durationMs: seconds * 1000, isSingle, maxInFlight, signal: interrupted.signal });
  } finally {
    ledger.end();
    line.end();
    sender.close();
  }
  const { retries, lostAnswers } = sender;
  process.stdout.write(options.json ? `${JSON.stringify({ seed, ...ledger.toJSON(), retries, lost_answers: lostAnswers }, null, 2)}\n` : `${ledger.summary(retries, lostAnswers)}\n`);
  if (ledger.notTaken === 0) return 0;
  const why = interrupted.signal.aborted || sender.ended === undefined ? '' : `${sender.ended} `;
  console.error(`\n${why}${count(ledger.notTaken)} deliveries were not acknowledged.`);
  return 1;
});

function readCampaigns(text: string): string[] {
  if (/^\d+$/.test(text)) {
    const many = numberOption(text, 'campaigns', { min: 1, max: 10_000, whole: true });
    return Array.from({ length: many }, (_, index) => `camp_${String(index + 1).padStart(3, '0')}`);
  }
  const ids = [...new Set(text.split(',').map((id) => id.trim()).filter(Boolean))];
  if (ids.length === 0) throw new UsageError('--campaigns must be how many campaigns, or their ids with commas between.');
  return ids;
}
