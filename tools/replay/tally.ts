import type { EventOutcome } from '../delivery/post-batch.ts';
import { count, duration } from '../delivery/live-line.ts';

const EXAMPLES = 5;

/** A line of a log; the log's name where there are several. */
interface Place {
  number: number;
  file?: string;
}

interface Example extends Place {
  reason: string;
}

/** What became of the lines of a log. */
export class Tally {
  /** Lines that were read, blank ones apart. */
  lines = 0;
  /** Events handed to the server at least once. */
  sent = 0;
  accepted = 0;
  duplicates = 0;
  /** Lines that cannot be counted, whoever found out. */
  rejected = 0;
  /** When a paced replay goes on, by `performance.now()`. */
  waitingUntil = 0;
  /** Flightdeck tells new events from repeated ones; Kafka does not. */
  private readonly tellsDuplicates: boolean;
  private readonly rejectedExamples: Example[] = [];
  private readonly refusedExamples: Example[] = [];
  private readonly started = performance.now();

  constructor({ tellsDuplicates }: { tellsDuplicates: boolean } = { tellsDuplicates: true }) {
    this.tellsDuplicates = tellsDuplicates;
  }

  get acknowledged(): number {
    return this.accepted + this.duplicates;
  }

  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  isComplete(): boolean {
    return this.acknowledged === this.lines;
  }

  reject({ number, file }: Place, reason: string): void {
    this.rejected += 1;
    keep(this.rejectedExamples, { number, ...(file !== undefined && { file }), reason });
  }

  record(line: Place, outcome: EventOutcome): void {
    if (outcome.status === 'accepted') this.accepted += 1;
    else if (outcome.status === 'duplicate') this.duplicates += 1;
    else if (outcome.status === 'rejected') this.reject(line, outcome.reason);
    else if (outcome.status === 'refused' && !this.refusedExamples.some(({ reason }) => reason === outcome.reason)) {
      keep(this.refusedExamples, { number: line.number, ...(line.file !== undefined && { file: line.file }), reason: outcome.reason });
    }
  }

  /** @param share of the file that has been read, if known */
  progress(share: number | undefined): string {
    const parts = [
      `sent ${count(this.sent)}`,
      ...(this.tellsDuplicates ? [`accepted ${count(this.accepted)}`, `duplicates ${count(this.duplicates)}`] : [`written ${count(this.accepted)}`]),
      `rejected ${count(this.rejected)}`,
      `${count(this.acknowledged / this.seconds)}/s`,
    ];
    if (share !== undefined) {
      parts.push(`${Math.floor(share * 100)} %`);
      if (share > 0 && share < 1) parts.push(`${duration((this.seconds / share) * (1 - share))} left`);
    }
    const waitSeconds = (this.waitingUntil - performance.now()) / 1000;
    if (waitSeconds > 2) parts.push(`next event in ${duration(waitSeconds)}`);
    return parts.join('  ');
  }

  /** @param written records by topic, when it went to Kafka */
  summary(lostAnswers: number, written: ReadonlyMap<string, number> = new Map()): string {
    const unacknowledged = this.lines - this.acknowledged - this.rejected;
    const rows: [string, string][] = [
      ['deliveries', count(this.lines)],
      ...(this.tellsDuplicates ? ([['accepted', count(this.accepted)], ['duplicates', count(this.duplicates)]] satisfies [string, string][]) : []),
      ...[...written].map(([topic, records]): [string, string] => [topic, count(records)]),
      ['rejected', count(this.rejected)],
    ];
    if (unacknowledged > 0) rows.push(['not acknowledged', count(unacknowledged)]);
    rows.push(['time', duration(this.seconds)], ['rate', `${count(this.acknowledged / this.seconds)} events/s`]);
    const lines = rows.map(([name, value]) => `${name.padEnd(17)}${value.padStart(16)}`);
    if (lostAnswers > 0) {
      const where = this.tellsDuplicates ? 'shows above as duplicates' : 'stands in its topic twice';
      lines.push('', `${count(lostAnswers)} answers were lost on the way and their batches sent again:`, `what they had stored is counted once, and ${where}.`);
    }
    lines.push(...listed('Rejected', this.rejectedExamples, this.rejected), ...listed('Refused, with the whole batch from this line on', this.refusedExamples));
    return lines.join('\n');
  }
}

/** Batches are answered out of order; the first lines of the file are the ones to show. */
function keep(examples: Example[], example: Example): void {
  examples.push(example);
  examples.sort((a, b) => a.number - b.number);
  examples.length = Math.min(examples.length, EXAMPLES);
}

function listed(title: string, examples: readonly Example[], total?: number): string[] {
  if (examples.length === 0) return [];
  const lines = ['', `${title}:`, ...examples.map(({ number, file, reason }) => `  ${file === undefined ? '' : `${file} `}line ${number}: ${reason}`)];
  if (total !== undefined && total > examples.length) lines.push(`  … and ${count(total - examples.length)} more`);
  return lines;
}
