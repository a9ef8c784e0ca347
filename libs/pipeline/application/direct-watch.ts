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
/** By so much clocks of processes may differ; who was further ahead has judged nothing yet of what that clock said. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

/**
 * Watches over all campaigns in direct mode, in one process at a time: judges each minute once it is over, and writes engagement by device.
 * The last quarter of an hour is judged again with each, for events that come late; two hours after a start, and of those campaigns that a
 * past is brought in to.
 */
export class DirectWatch {
  private readonly owner = crypto.randomUUID();
  private readonly job: BackgroundJob;
  private readonly timer: NodeJS.Timeout;
  private readonly subscription: Subscription;
  private isWatching = false;
  /** The campaigns that have a past which is not judged yet; undefined for all of them. */
  private past: Set<string> | undefined;
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
    const missed = (): void => void (this.past = undefined);
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

  /** In the way of every event that is stored: a comparison for each minute, and little else. */
  private look({ minutes }: EventsAccepted): void {
    if (this.past === undefined) return;
    const now = Date.now();
    for (const { minute, campaignId } of minutes) if (minute < now - STRAGGLERS_MS && minute >= now - MAX_PAST_MS) this.past.add(campaignId);
  }

  private async work(isClosing: () => boolean): Promise<void> {
    const held = await this.lease.take(this.owner, LEASE_MS);
    const wasWatching = this.isWatching;
    this.isWatching = held !== undefined;
    if (held === undefined) return;
    if (!wasWatching) {
      this.past = undefined;
      this.engagement.forget();
    }
    await this.judge(held.judgedUntil, isClosing);
    if (!isClosing()) await this.engagement.work(Date.now());
  }

  private async judge(storedUntil: number | null, isClosing: () => boolean): Promise<void> {
    const now = Date.now();
    const to = Math.floor((now - SETTLING_MS) / MINUTE_MS) * MINUTE_MS;
    const judgedUntil = storedUntil !== null && storedUntil <= to + MAX_AHEAD_MS ? storedUntil : null;
    const earliest = to - MAX_PAST_MS;
    const wasAllJudged = await this.judgePast(earliest, to, now, isClosing);
    if (!wasAllJudged) {
      if (judgedUntil !== null && to <= judgedUntil) return;
      await this.anomalies.judge(judgedUntil === null ? earliest : Math.max(earliest, Math.min(to - STRAGGLERS_MS, judgedUntil)), to, isClosing);
    }
    if (!isClosing()) await this.lease.judged(this.owner, Math.max(to, judgedUntil ?? to));
  }

  /** First, so that what began long ago keeps its beginning. @returns whether that was all that there is to judge */
  private async judgePast(from: number, to: number, now: number, isClosing: () => boolean): Promise<boolean> {
    const { past } = this;
    if (past?.size === 0 || now < this.pastJudgedAt + PAST_EVERY_MS) return false;
    this.past = new Set();
    try {
      await this.anomalies.judge(from, to, isClosing, past);
    } catch (error) {
      this.past = past === undefined || this.past === undefined ? undefined : new Set([...past, ...this.past]);
      throw error;
    }
    this.pastJudgedAt = now;
    return past === undefined;
  }
}
