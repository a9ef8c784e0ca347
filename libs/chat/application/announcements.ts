import type { BudgetWatch } from '../../campaigns/application/budget-watch.ts';
import type { CampaignStore } from '../../campaigns/application/ports.ts';
import type { BudgetExhausted } from '../../campaigns/domain/domain-events.ts';
import { BackgroundJob } from '../../kernel/background-job.ts';
import type { DomainEventPublisher, Subscription } from '../../kernel/domain-events.ts';
import { TokenBucket } from '../../kernel/token-bucket.ts';
import type { AnomalyStore } from '../../pipeline/application/ports.ts';
import type { AnomalyBegan } from '../../pipeline/domain/domain-events.ts';
import type { SimulationReader } from '../../traffic/application/simulation-reader.ts';
import type { SimulationCrashed } from '../../traffic/domain/domain-events.ts';
import { type Announced, announcementId, announcementOf } from './announcement.ts';
import type { ChatStore } from './ports.ts';
import { PostMessage, type PostMessageHandler } from './post-message.ts';

/** What a simulation gave up before this is no news any more, however long Flightdeck was not running. */
const NEWS_MS = 24 * 60 * 60_000;
/** What began before this is seen on the page; old events that are counted again are not told of. */
const ANOMALY_NEWS_MS = 15 * 60_000;
const REREAD_ANOMALIES = 50;
/** When the reports of many campaigns break off at once, one message says so instead of hundreds. */
const ANOMALIES_ALLOWED = { burst: 5, perSecond: 1 / 120 };
const HOUR_MS = 60 * 60_000;
/** So many that were posted are remembered, so as not to ask the database about them again. */
const REMEMBERED = 10_000;

interface Sources {
  budgets: Pick<BudgetWatch, 'exhausted'>;
  simulations: Pick<SimulationReader, 'crashedSince'>;
  campaigns: Pick<CampaignStore, 'find'>;
  anomalies: Pick<AnomalyStore, 'newest'>;
  messages: Pick<ChatStore, 'hasSaid'>;
}

/**
 * Says in the room that a campaign has used up its budget or is not as usual, or that a simulation gave up: each once, whoever hears of it and
 * however often, for a message has the same client id every time. What cannot be posted now is posted when the database is back;
 * what happened while nobody could post it is read after the next start.
 */
export class Announcements {
  /** By their client ids, those told first at the front. */
  private readonly pending = new Map<string, Announced>();
  private readonly posted = new Set<string>();
  private readonly anomaliesAllowed = new TokenBucket(ANOMALIES_ALLOWED);
  private mustRead = true;
  private readonly job: BackgroundJob;
  private readonly subscriptions: Subscription[];

  /** Begins in the background. */
  constructor(
    private readonly sources: Sources,
    private readonly post: PostMessageHandler,
    publisher: DomainEventPublisher,
    onError: (error: unknown) => void,
  ) {
    this.job = new BackgroundJob((isClosing) => this.work(isClosing), 0, onError);
    const missed = (): void => this.read();
    this.subscriptions = [
      // Every process watches all budgets, and says so here itself.
      publisher.subscribe<BudgetExhausted>('BudgetExhausted', { handle: ({ event, remote }) => (remote ? undefined : this.want(event)), missed }),
      // Only the process that ran it tells that a simulation gave up, and it may be gone before it has posted that.
      publisher.subscribe<SimulationCrashed>('SimulationCrashed', { handle: ({ event }) => this.want(event), missed }),
      // Only the process that wrote it down tells that an anomaly began.
      publisher.subscribe<AnomalyBegan>('AnomalyBegan', { handle: ({ event }) => this.want(event), missed }),
    ];
    this.read();
  }

  /** Resolves when the message under way is posted; none is after it. */
  async stop(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await this.job.close();
  }

  private want(told: Announced): void {
    this.add(told);
    this.job.want();
  }

  private add(told: Announced): void {
    const id = announcementId(told);
    if (!this.posted.has(id) && !this.pending.has(id)) this.pending.set(id, told);
  }

  private read(): void {
    this.mustRead = true;
    this.job.want();
  }

  private async work(isClosing: () => boolean): Promise<void> {
    if (this.mustRead) await this.readAll();
    for (const [id, told] of this.pending) {
      if (isClosing()) return;
      await this.announce(told);
      this.pending.delete(id);
      this.remember(id);
    }
  }

  private async readAll(): Promise<void> {
    this.mustRead = false;
    try {
      for (const told of [...(await this.sources.simulations.crashedSince(Date.now() - NEWS_MS)), ...this.sources.budgets.exhausted()]) this.add(told);
      for (const anomaly of (await this.sources.anomalies.newest({ from: Date.now() - ANOMALY_NEWS_MS, limit: REREAD_ANOMALIES })).reverse()) this.add({ type: 'AnomalyBegan', anomaly });
    } catch (error) {
      this.mustRead = true;
      throw error;
    }
  }

  private async announce(told: Announced): Promise<void> {
    if (told.type === 'AnomalyBegan') return this.announceAnomaly(told);
    const name = told.type === 'BudgetExhausted' ? told.name : (await this.sources.campaigns.find(told.campaignId))?.name;
    await this.post.execute(new PostMessage(announcementOf(told, name)));
  }

  private async announceAnomaly(told: AnomalyBegan): Promise<void> {
    const now = Date.now();
    const { campaignId, since } = told.anomaly;
    if (since < now - ANOMALY_NEWS_MS) return;
    const campaign = await this.sources.campaigns.find(campaignId);
    if (campaign?.status === 'paused') return;
    // What this or another process has said before, and may not have told of, uses up nothing.
    const isAllowed = (await this.sources.messages.hasSaid(announcementId(told))) || this.anomaliesAllowed.take(performance.now()) === 0;
    const message = isAllowed ? announcementOf(told, campaign?.name) : announcementOf({ type: 'ManyAnomalies', hour: Math.floor(now / HOUR_MS) * HOUR_MS }, undefined);
    await this.post.execute(new PostMessage(message));
  }

  private remember(id: string): void {
    this.posted.add(id);
    const [oldest] = this.posted;
    if (this.posted.size > REMEMBERED) this.posted.delete(oldest!);
  }
}
