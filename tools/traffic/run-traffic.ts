import { onInterrupt } from '../delivery/command-line.ts';
import type { Destination } from '../delivery/destination.ts';
import { count, LiveLine } from '../delivery/live-line.ts';
import type { Ledger } from './ledger.ts';

/** What the traffic is, wherever it goes. */
export interface Traffic {
  seed: string;
  campaigns: readonly string[];
  /** Deliveries per second. */
  rate: number;
  ctr: number;
  duplicates: number;
  seconds: number;
  asJson: boolean;
}

interface Run<D extends Destination> {
  ledger: Ledger;
  asJson: boolean;
  connect: (say: (message: string) => void) => D;
  /** Resolves when all is answered. */
  drive: (destination: D, signal: AbortSignal, say: (message: string) => void) => Promise<void>;
  /** Beside the ledger's, for the summary as JSON. */
  figures: object;
}

/**
 * Runs traffic between its beginning and its summary: the live line, Ctrl-C, what is closed and what is said.
 *
 * @returns the exit code
 */
export async function runTraffic<D extends Destination>({ ledger, asJson, connect, drive, figures }: Run<D>): Promise<number> {
  const line: LiveLine = new LiveLine(() => ledger.progress() + destination.standstill);
  const say = (message: string): void => line.note(message);
  const destination: D = connect(say);
  const interrupted = new AbortController();
  onInterrupt(() => {
    say('Stopping: waiting for what is under way. Ctrl-C again ends at once.');
    interrupted.abort();
    destination.stop();
  });
  try {
    await drive(destination, interrupted.signal, say);
  } finally {
    ledger.end();
    line.end();
    await destination.close();
  }
  const { retries, lostAnswers, ended } = destination;
  process.stdout.write(asJson ? `${JSON.stringify({ ...figures, ...ledger.toJSON(), retries, lost_answers: lostAnswers }, null, 2)}\n` : `${ledger.summary(retries, lostAnswers)}\n`);
  const isWhole = interrupted.signal.aborted || ended === undefined;
  if (ledger.notTaken === 0 && isWhole) return 0;
  console.error(`\n${isWhole ? '' : `${ended} `}${count(ledger.notTaken)} deliveries were not acknowledged.`);
  return 1;
}
