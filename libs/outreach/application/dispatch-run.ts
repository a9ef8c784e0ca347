import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { DeliveryOutcome, Message } from '../domain/delivery.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import type { DispatchChanged } from '../domain/domain-events.ts';
import { backoff } from '../domain/retry-policy.ts';
import { nextOpening } from '../domain/sending-window.ts';
import { composeMessage } from './compose-message.ts';
import type { Channel, Claimed, DeliveryQueue, Settlement, TemplateEngine } from './ports.ts';

/** As many are claimed at once, at most. */
const BATCH = 500;
/** What ends within this is written down together. */
const GATHER_MS = 25;
/** Of a channel that was full, this much has to be free before more is claimed: a claim for each delivery that ends would be dear. */
const ROOM_SHARE = 1 / 10;
/** Without news it is looked again after this: another process may have steered the dispatch, or prolonged it. */
const LOOK_MS = 1_000;
const RETRY_MS = 500;
/** When there is nothing to take yet. The database says until when by its clock, which may be behind ours. */
const SHORTEST_WAIT_MS = 20;

interface Parts {
  queue: DeliveryQueue;
  channel: Channel;
  render: ReturnType<TemplateEngine['compile']>;
  publisher: DomainEventPublisher;
  publicUrl: string;
  overallPerMinute: number | null;
  leaseMs: number;
  /** What is left of the channel for this run: others may use it, too. */
  room: () => number;
  failed: (error: unknown) => void;
  now: () => number;
}

/** What this process does of one dispatch: claims, sends, writes down what came of it, until there is nothing left or it is told to stop. */
export class DispatchRun {
  /** Deliveries that are being made. */
  inFlight = 0;
  /** Resolves when it has ended, and everything is written down that could be. */
  readonly ended: Promise<void>;
  private readonly settlements: Settlement[] = [];
  private readonly claims = new Map<string, number>();
  private settling: Promise<void> | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private isOver = false;
  private isStopping = false;
  private isWoken = false;
  /** Waits for deliveries to end. */
  private isFull = false;
  private waker: (() => void) | undefined;

  constructor(
    private readonly dispatch: Dispatch,
    private campaign: { id: string; name: string; timeZone: string },
    private readonly parts: Parts,
  ) {
    this.ended = this.run();
  }

  /** Claims whose leases are to be prolonged. */
  get openClaims(): string[] {
    return [...this.claims.keys()];
  }

  /** What the campaign is called, and when its day begins, may change. */
  tell(campaign: { id: string; name: string; timeZone: string }): void {
    this.campaign = campaign;
  }

  /** The dispatch goes on no longer: claims nothing more, and ends when everything under way is written down. */
  finish(): void {
    this.isOver = true;
    this.wake();
  }

  /** The process ends: as {@link finish}, but what cannot be written down at the first try is left to the next process. */
  stop(): void {
    this.isStopping = true;
    this.finish();
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      this.isWoken = false;
      const pause = await this.step().catch((error: unknown) => {
        this.parts.failed(error);
        return RETRY_MS;
      });
      await this.sleep(pause);
    }
    while (this.inFlight > 0) {
      this.isWoken = false;
      await this.sleep(LOOK_MS);
    }
    await this.settleNow();
  }

  /** @returns how long to wait before the next, ms; 0: not at all */
  private async step(): Promise<number> {
    const { queue, room, overallPerMinute, leaseMs, now } = this.parts;
    const { window } = this.dispatch;
    const opensIn = window === null ? 0 : nextOpening(window, now(), this.campaign.timeZone) - now();
    if (opensIn > 0) return Math.min(opensIn, LOOK_MS);
    // What is not written down yet is not forgotten: it would pile up while the database is slow.
    const wanted = Math.min(BATCH, room(), 2 * BATCH - this.settlements.length);
    this.isFull = wanted <= 0;
    if (this.isFull) return LOOK_MS;
    const claim = await queue.claim(this.dispatch.id, { wanted, overallPerMinute, leaseMs });
    const { deliveries, waitUntil } = claim;
    if (deliveries.length === 0) {
      // It may be over: what ended last is known once all is written down.
      if (this.inFlight === 0 && this.settlements.length === 0 && waitUntil === undefined) this.tellChanged();
      return waitUntil === undefined ? LOOK_MS : Math.min(Math.max(waitUntil - now(), SHORTEST_WAIT_MS), LOOK_MS);
    }
    this.claims.set(claim.id, deliveries.length);
    this.tellChanged();
    for (const delivery of deliveries) void this.deliver(claim.id, delivery);
    return 0;
  }

  private async deliver(claimId: string, { recipient, token }: Claimed): Promise<void> {
    this.inFlight += 1;
    const startedAt = this.parts.now();
    const outcome = await this.send(recipient, token);
    const finishedAt = this.parts.now();
    const { retries } = this.parts.channel;
    const mayRetry = outcome.status === 'transient' && recipient.attemptsLeft > 0;
    const made = Math.max(1, retries.attempts - recipient.attemptsLeft);
    const wait = mayRetry ? backoff(retries, made, Math.random(), outcome.retryAfterMs) : 0;
    this.settlements.push({ claimId, recipientId: recipient.id, isFirst: made === 1, outcome, startedAt, finishedAt, retryAt: mayRetry ? finishedAt + wait : null });
    this.inFlight -= 1;
    this.settleSoon();
    if (this.isFull && this.parts.room() >= this.parts.channel.concurrency * ROOM_SHARE) this.wake();
  }

  private async send(recipient: Claimed['recipient'], token: string): Promise<DeliveryOutcome> {
    const { channel, render, publicUrl } = this.parts;
    const { attempts: attempt, round } = recipient;
    let message: Message;
    try {
      message = composeMessage(render, { campaign: this.campaign, recipient, token, dispatchId: this.dispatch.id, attempt, round, publicUrl });
    } catch (error) {
      return { status: 'permanent', code: 'TEXT_FAILED', message: error instanceof Error ? error.message : 'The text cannot be made for this recipient.' };
    }
    try {
      return await channel.deliver(message, this.dispatch);
    } catch (error) {
      // Channels do not throw. Should one do so all the same, nobody is left in "sending" for it.
      this.parts.failed(error);
      return { status: 'transient', code: 'CHANNEL_FAILED', message: 'The channel itself has failed; the log says why.' };
    }
  }

  private settleSoon(): void {
    if (this.settlements.length >= BATCH) void this.settleNow();
    else this.gathering ??= setTimeout(() => void this.settleNow(), GATHER_MS);
  }

  /** One after the other; what cannot be written down now is kept and tried again, as long as it takes. */
  private settleNow(): Promise<void> {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.settling ??= this.settleAll().finally(() => {
      this.settling = undefined;
      this.wake();
    });
    return this.settling;
  }

  private async settleAll(): Promise<void> {
    while (this.settlements.length > 0) {
      const batch = this.settlements.slice(0, BATCH);
      try {
        const dispatch = await this.parts.queue.settle(this.dispatch.id, batch);
        if (dispatch?.status !== 'processing') this.isOver = true;
      } catch (error) {
        this.parts.failed(error);
        if (this.isStopping) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        continue;
      }
      this.settlements.splice(0, batch.length);
      for (const { claimId } of batch) {
        const open = this.claims.get(claimId)! - 1;
        if (open === 0) this.claims.delete(claimId);
        else this.claims.set(claimId, open);
      }
      this.tellChanged();
    }
  }

  private tellChanged(): void {
    const { campaignId, id: dispatchId } = this.dispatch;
    this.parts.publisher.publish<DispatchChanged>({ type: 'DispatchChanged', campaignId, dispatchId });
  }

  private wake(): void {
    this.isWoken = true;
    this.waker?.();
  }

  /** Until it is woken, at the longest; not at all if it was woken since the last step began. */
  private sleep(ms: number): Promise<void> | undefined {
    if (ms <= 0 || this.isWoken) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.waker = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
