import type { EventsAccepted } from '../../events/domain/domain-events.ts';
import { BackgroundJob } from '../../kernel/background-job.ts';
import type { DomainEventPublisher, Subscription } from '../../kernel/domain-events.ts';
import type { AnomalyWatch } from './anomaly-watch.ts';
import type { EngagementWatch } from './engagement-watch.ts';
import type { WatchLease } from './ports.ts';

const MINUTE_MS = 60_000;
const LOOK_MS = 5_000;
/** A process that was killed is replaced after this; one that works says so more often. */
const LEASE_MS = 30_000;
/** A minute is judged so long after its end: clients send in batches. */
const SETTLING_MS = 10_000;
/** What comes later than this to a minute that was judged is a past that somebody brings in, not a straggler. */
const STRAGGLERS_MS = 15 * MINUTE_MS;
const MAX_PAST_MS = 2 * 60 * MINUTE_MS;
/** A past that is brought in is judged while it comes, so often. */
const PAST_EVERY_MS = 20_000;

/**
 * Watches over all campaigns in direct mode, in one process at a time: judges each minute once it is over, and writes engagement by device.
 * The last quarter of an hour is judged again with each, for events that come late; two hours after a start, and when a past is brought in.
 */
export class DirectWatch {
  private readonly owner = crypto.randomUUID();
  private readonly job: BackgroundJob;
  private readonly timer: NodeJS.Timeout;
  private readonly subscription: Subscription;
  private isWatching = false;
  private hasPast = true;
  private pastJudgedAt = -Infinity;

  /** Begins in the background. */
  constructor(
    private readonly lease: WatchLease,
    private readonly anomalies: AnomalyWatch,
    private readonly engagement: EngagementWatch,
    publisher: DomainEventPublisher,
    onError: (error: unknown) => void,
  ) {
    this.job = new BackgroundJob((isClosing) => this.work(isClosing), 0, onError);
    this.timer = setInterval(() => this.job.want(), LOOK_MS).unref();
    const missed = (): void => void (this.hasPast = true);
    this.subscription = publisher.subscribe<EventsAccepted>('EventsAccepted', { handle: ({ event }) => this.look(event), missed });
    this.job.want();
  }

  /** Resolves when what is under way has ended; another process may go on at once. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.subscription.unsubscribe();
    await this.job.close();
    // It ends by itself as well.
    if (this.isWatching) await this.lease.release(this.owner).catch(() => undefined);
  }

  /** In the way of every event that is stored: a comparison for each minute, and nothing else. */
  private look({ minutes }: EventsAccepted): void {
    if (this.hasPast) return;
    const now = Date.now();
    this.hasPast = minutes.some(({ minute }) => minute < now - STRAGGLERS_MS && minute >= now - MAX_PAST_MS);
  }

  private async work(isClosing: () => boolean): Promise<void> {
    const held = await this.lease.take(this.owner, LEASE_MS);
    const wasWatching = this.isWatching;
    this.isWatching = held !== undefined;
    if (held === undefined) return;
    if (!wasWatching) {
      this.hasPast = true;
      this.engagement.forget();
    }
    await this.judge(held.judgedUntil, isClosing);
    if (!isClosing()) await this.engagement.work(Date.now());
  }

  private async judge(judgedUntil: number | null, isClosing: () => boolean): Promise<void> {
    const now = Date.now();
    const to = Math.floor((now - SETTLING_MS) / MINUTE_MS) * MINUTE_MS;
    const isPastDue = this.hasPast && now >= this.pastJudgedAt + PAST_EVERY_MS;
    if (!isPastDue && judgedUntil !== null && to <= judgedUntil) return;
    const earliest = to - MAX_PAST_MS;
    const from = isPastDue || judgedUntil === null ? earliest : Math.max(earliest, Math.min(to - STRAGGLERS_MS, judgedUntil));
    if (isPastDue) this.hasPast = false;
    try {
      await this.anomalies.judge(from, to, isClosing);
    } catch (error) {
      if (isPastDue) this.hasPast = true;
      throw error;
    }
    if (isPastDue) this.pastJudgedAt = now;
    if (!isClosing()) await this.lease.judged(this.owner, Math.max(to, judgedUntil ?? to));
  }
}
