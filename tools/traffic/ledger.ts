import { count, duration } from '../delivery/live-line.ts';
import type { EventOutcome } from '../delivery/post-batch.ts';
import type { Delivery } from './event-stream.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** What was sent: distinct events, and deliveries that repeated one of them. */
interface Truth {
  impressions: number;
  clicks: number;
  duplicates: number;
}

/** What the server said to it, delivery by delivery. */
interface Answered {
  accepted: number;
  duplicates: number;
  rejected: number;
  not_acknowledged: number;
}

/** What the live line shows of the speed: that of the last whole window, since a mean over an hour hides the present. */
const WINDOW_MS = 3_000;

interface Speed {
  rate: number;
  latency: LatencyHistogram;
}

/** Whoever acknowledges may tell new events from repeated ones, as Flightdeck does, or not, as Kafka. */
interface LedgerOptions {
  tellsDuplicates: boolean;
}

/** The truth about the traffic, beside what the server acknowledged of it. */
export class Ledger {
  /** Deliveries that were due but not made, because the server did not keep up. */
  heldBack = 0;
  sent = 0;
  accepted = 0;
  duplicates = 0;
  notTaken = 0;
  firstReason: string | undefined;
  private readonly truth = new Map<string, Truth>();
  private readonly answered = new Map<string, Answered>();
  private readonly latency = new LatencyHistogram();
  private readonly started = performance.now();
  private stopped: number | undefined;
  private window = { started: this.started, sent: 0, latency: new LatencyHistogram() };
  private lastWindow: Speed | undefined;

  private readonly tellsDuplicates: boolean;

  /** @param names what deliveries can name as their campaign */
  constructor(names: readonly string[], { tellsDuplicates }: LedgerOptions = { tellsDuplicates: true }) {
    this.tellsDuplicates = tellsDuplicates;
    for (const campaign of names) {
      this.truth.set(campaign, { impressions: 0, clicks: 0, duplicates: 0 });
      this.answered.set(campaign, { accepted: 0, duplicates: 0, rejected: 0, not_acknowledged: 0 });
    }
  }

  hold(places: number): void {
    this.heldBack += places;
  }

  recordSent({ campaign, type, isRepeat }: Delivery): void {
    this.sent += 1;
    this.truth.get(campaign)![isRepeat ? 'duplicates' : type === 'click' ? 'clicks' : 'impressions'] += 1;
  }

  recordOutcome({ campaign }: Delivery, outcome: EventOutcome): void {
    const answered = this.answered.get(campaign)!;
    switch (outcome.status) {
      case 'accepted':
        answered.accepted += 1;
        this.accepted += 1;
        break;
      case 'duplicate':
        answered.duplicates += 1;
        this.duplicates += 1;
        break;
      case 'rejected':
        answered.rejected += 1;
        this.fail(outcome.reason);
        break;
      default:
        answered.not_acknowledged += 1;
        this.fail(outcome.status === 'refused' ? outcome.reason : undefined);
    }
    if ('ms' in outcome) {
      this.latency.add(outcome.ms);
      this.window.latency.add(outcome.ms);
    }
  }

  end(): void {
    this.stopped = performance.now();
  }

  progress(): string {
    const { rate, latency } = this.recently();
    const parts = [
      duration(this.seconds),
      `sent ${count(this.sent)}`,
      `${count(rate)}/s`,
      ...(this.tellsDuplicates ? [`accepted ${count(this.accepted)}`, `duplicates ${count(this.duplicates)}`] : [`written ${count(this.accepted)}`]),
      `errors ${count(this.notTaken)}`,
      `p50 ${milliseconds(latency, 50)}`,
      `p99 ${milliseconds(latency, 99)}`,
      `waiting ${count(this.sent - this.accepted - this.duplicates - this.notTaken)}`,
    ];
    if (this.heldBack > 0) parts.push(`held back ${count(this.heldBack)}`);
    return parts.join('  ');
  }

  /** @param retries requests that were sent again */
  summary(retries: number, lostAnswers: number): string {
    const rows = [...this.truth].map(([campaign, { impressions, clicks, duplicates }]) => {
      const { accepted, duplicates: answered, rejected, not_acknowledged: unknown } = this.answered.get(campaign)!;
      const taken = this.tellsDuplicates ? [accepted, answered] : [accepted];
      return { campaign, figures: [impressions, clicks, duplicates, ...taken, rejected + unknown] };
    });
    const columns = ['impressions', 'clicks', 'duplicates', ...(this.tellsDuplicates ? ['accepted', 'duplicates'] : ['written']), 'not taken'];
    const all = columns.map((_, column) => rows.reduce((sum, { figures }) => sum + figures[column]!, 0));
    const width = Math.max(9, ...rows.map(({ campaign }) => campaign.length));
    const line = (name: string, cells: readonly string[]): string => name.padEnd(width) + cells.map((cell) => cell.padStart(13)).join('');
    const lines = [
      `${' '.repeat(width)}${'sent'.padStart(13)}${' '.repeat(26)}${'acknowledged'.padStart(13)}`,
      line('campaign', columns),
      ...rows.map(({ campaign, figures }) => line(campaign, figures.map(count))),
      line('all', all.map(count)),
      '',
      `${count(this.sent)} deliveries in ${duration(this.seconds)} (${count(this.sent / this.seconds)}/s), p50 ${milliseconds(this.latency, 50)}, p99 ${milliseconds(this.latency, 99)}, ${count(retries)} requests sent again`,
    ];
    if (lostAnswers > 0) lines.push(`${count(lostAnswers)} answers were lost: what they had stored ${this.tellsDuplicates ? 'shows as duplicates' : 'stands in the topics twice'}, beyond those that were sent.`);
    if (this.heldBack > 0) lines.push(`${this.tellsDuplicates ? 'The server' : 'Kafka'} did not keep up: ${count(this.heldBack)} deliveries that were due were never made.`);
    if (this.firstReason !== undefined) lines.push(`The first one not taken: ${this.firstReason}`);
    return lines.join('\n');
  }

  toJSON(): object {
    const { sent, accepted, duplicates, notTaken, heldBack, seconds } = this;
    const [truth, acknowledged] = [Object.fromEntries(this.truth), Object.fromEntries(this.answered)];
    return { sent, accepted, duplicates, not_taken: notTaken, held_back: heldBack, seconds, truth, acknowledged };
  }

  private fail(reason: string | undefined): void {
    this.notTaken += 1;
    this.firstReason ??= reason;
  }

  private get seconds(): number {
    return ((this.stopped ?? performance.now()) - this.started) / 1000;
  }

  private recently(): Speed {
    const now = performance.now();
    const { started, sent, latency } = this.window;
    if (now - started >= WINDOW_MS) {
      this.lastWindow = { rate: ((this.sent - sent) * 1000) / (now - started), latency };
      this.window = { started: now, sent: this.sent, latency: new LatencyHistogram() };
    }
    return this.lastWindow ?? { rate: this.sent / this.seconds, latency: this.latency };
  }
}

function milliseconds(latency: LatencyHistogram, percent: number): string {
  const ms = latency.percentile(percent);
  return ms === undefined ? '–' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
