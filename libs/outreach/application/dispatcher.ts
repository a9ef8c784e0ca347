import type { CampaignStore } from '../../campaigns/application/ports.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { DomainEventPublisher, Subscription } from '../../kernel/domain-events.ts';
import { type Dispatch, MISSED_SCHEDULE_MS } from '../domain/dispatch.ts';
import type { DispatchChanged } from '../domain/domain-events.ts';
import { DispatchRun } from './dispatch-run.ts';
import type { Channels, DeliveryQueue, DispatchStore, TemplateEngine } from './ports.ts';

const LOOK_MS = 1_000;
const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
/** What is under way when the process is told to stop gets this long. Whatever takes longer is sent again by the next one. */
const PATIENCE_AT_STOP_MS = 5_000;
/** To take up a million recipients takes a minute; others are not to wait for that, nor for a connection to the database. */
const BEGUN_AT_A_TIME = 2;

interface Parts {
  queue: DeliveryQueue;
  dispatches: DispatchStore;
  channels: Channels;
  templates: TemplateEngine;
  campaigns: CampaignStore;
  publisher: DomainEventPublisher;
  publicUrl: string;
  /** Of all dispatches together; null: as fast as it goes. */
  overallPerMinute: number | null;
  report: (level: 'info' | 'warn' | 'error', message: string, details: object) => void;
  now?: () => number;
}

/**
 * Sends what there is to send: starts dispatches whose time has come, runs those that are processing, and takes over what other processes have
 * left behind. Any number of processes may have one; what each has claimed decides who sends what.
 */
export class Dispatcher {
  private readonly runs = new Map<string, DispatchRun>();
  private readonly channelOf = new Map<string, string>();
  private readonly beginnings = new Map<string, Promise<void>>();
  private readonly parts: Parts;
  private readonly now: () => number;
  private timers: NodeJS.Timeout[] = [];
  private subscription: Subscription | undefined;
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private isStopped = false;
  private isFailing = false;
  /**
   * Since when the queue answers, as far as is known here. Who comes back first after an outage, or is started just then, must not take for lost what
   * the others are about to write down.
   */
  private answersSince: number;

  constructor(parts: Parts) {
    this.parts = parts;
    this.now = parts.now ?? Date.now;
    this.answersSince = this.now();
  }

  start(): void {
    this.timers = [setInterval(() => this.wake(), LOOK_MS), setInterval(() => void this.renew(), RENEW_MS)];
    // Somebody has begun, resumed or paused one: not a second is waited.
    this.subscription = this.parts.publisher.subscribe<DispatchChanged>('DispatchChanged', {
      handle: ({ event }) => {
        const run = this.runs.get(event.dispatchId);
        if (run === undefined) this.wake();
      },
    });
    this.wake();
  }

  /** Looks for work without waiting for the next second. */
  wake(): void {
    if (this.isStopped) return;
    if (this.looking !== undefined) {
      this.lookAgain = true;
      return;
    }
    this.looking = this.look()
      .then(() => this.works(), (error: unknown) => this.failed(error))
      .finally(() => {
        this.looking = undefined;
        if (!this.lookAgain) return;
        this.lookAgain = false;
        this.wake();
      });
  }

  /** Dispatches that this process works on. */
  get count(): number {
    return this.runs.size;
  }

  /** Deliveries that this process is making. */
  get inFlight(): number {
    return [...this.runs.values()].reduce((sum, run) => sum + run.inFlight, 0);
  }

  /** Claims nothing more, and waits for what is under way, some seconds at most. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers) clearInterval(timer);
    this.subscription?.unsubscribe();
    await this.looking;
    const runs = [...this.runs.values()];
    for (const run of runs) run.stop();
    const ends = [...runs.map(({ ended }) => ended), ...this.beginnings.values()];
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      patience = setTimeout(resolve, PATIENCE_AT_STOP_MS);
    });
    await Promise.race([Promise.all(ends), late]);
    clearTimeout(patience);
  }

  private async look(): Promise<void> {
    const { queue } = this.parts;
    if (this.now() - this.answersSince >= LEASE_MS) {
      for (const [dispatchId, count] of await queue.recover()) {
        this.parts.report('warn', 'deliveries whose process has ended are made again', { dispatch_id: dispatchId, deliveries: count });
      }
    }
    const underWay = await queue.underWay();
    const processing = new Set(underWay.filter(({ status }) => status === 'processing').map(({ id }) => id));
    for (const [id, run] of this.runs) if (!processing.has(id)) run.finish();
    for (const dispatch of underWay) {
      if (this.isStopped) return;
      if (dispatch.status === 'pending') this.beginApart(dispatch);
      // One that cannot be worked on keeps none of the others waiting.
      else await this.run(dispatch).catch((error: unknown) => this.failed(error));
    }
  }

  private beginApart(dispatch: Dispatch): void {
    const { id } = dispatch;
    if (this.beginnings.has(id) || this.beginnings.size === BEGUN_AT_A_TIME) return;
    const beginning = this.begin(dispatch).then(
      () => {
        this.beginnings.delete(id);
        // The next in line, if there is one.
        this.wake();
      },
      (error: unknown) => {
        this.beginnings.delete(id);
        this.failed(error);
      },
    );
    this.beginnings.set(id, beginning);
  }

  private async begin(dispatch: Dispatch): Promise<void> {
    const { queue, dispatches, channels } = this.parts;
    const { id, campaignId, scheduledAt, channel } = dispatch;
    const late = scheduledAt === null ? 0 : this.now() - scheduledAt;
    if (late > MISSED_SCHEDULE_MS) {
      const detail = 'Its time passed more than an hour ago, while nothing was running that could have sent it.';
      await dispatches.steer(id, { to: 'pause', pause: { code: 'schedule_missed', detail, at: this.now() } });
      this.parts.report('warn', 'a dispatch missed its time and waits for somebody to decide', { dispatch_id: id, campaign_id: campaignId });
      this.tellChanged(dispatch);
      return;
    }
    const started = await queue.start(id, channels.get(channel).retries.attempts);
    if (started === undefined) return;
    this.tellChanged(started);
    if (started.status === 'processing') await this.run(started);
  }

  private async run(dispatch: Dispatch): Promise<void> {
    const { queue, channels, templates, campaigns, publisher, publicUrl, overallPerMinute } = this.parts;
    const campaign = await campaigns.find(dispatch.campaignId);
    const present = this.runs.get(dispatch.id);
    if (present !== undefined && campaign !== undefined) present.tell(campaign);
    if (present !== undefined || campaign === undefined || this.isStopped) return;
    const channel = channels.get(dispatch.channel);
    const run: DispatchRun = new DispatchRun(dispatch, campaign, {
      queue,
      channel,
      render: templates.compile(dispatch.template),
      publisher,
      publicUrl,
      overallPerMinute,
      leaseMs: LEASE_MS,
      room: () => Math.max(1, Math.floor(channel.concurrency / this.sharing(channel.name))) - (this.runs.get(dispatch.id)?.inFlight ?? 0),
      failed: (error) => this.failed(error),
      now: this.now,
    });
    this.runs.set(dispatch.id, run);
    this.channelOf.set(dispatch.id, channel.name);
    void run.ended.finally(() => {
      this.runs.delete(dispatch.id);
      this.channelOf.delete(dispatch.id);
      // It may have been resumed meanwhile.
      this.wake();
    });
  }

  /** How many runs use a channel. */
  private sharing(channel: string): number {
    return Math.max(1, [...this.channelOf.values()].filter((each) => each === channel).length);
  }

  private async renew(): Promise<void> {
    const claims = [...this.runs.values()].flatMap((run) => run.openClaims);
    if (claims.length === 0) return;
    await this.parts.queue.renew(claims, LEASE_MS).then(() => this.works(), (error: unknown) => this.failed(error));
  }

  private tellChanged({ id, campaignId }: Dispatch): void {
    this.parts.publisher.publish<DispatchChanged>({ type: 'DispatchChanged', campaignId, dispatchId: id });
  }

  private works(): void {
    this.isFailing = false;
  }

  private failed(error: unknown): void {
    if (error instanceof DomainError && error.kind === 'unavailable') this.answersSince = this.now();
    // Once, not every second: the next try comes by itself.
    if (!this.isFailing) this.parts.report('warn', 'dispatches cannot be worked on now; trying again', { err: error });
    this.isFailing = true;
  }
}
