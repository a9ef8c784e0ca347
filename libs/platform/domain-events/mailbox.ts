import type { Delivery, DomainEvent, Subscriber } from '../../kernel/domain-events.ts';

/** Events that may wait for one subscriber. Past that it has lagged too far to be told one by one. */
const CAPACITY = 1_000;

/**
 * What waits for one subscriber. Posting costs the publisher a push; handling happens later, one event after the
 * other. A full mailbox is emptied and the subscriber told to read the state anew.
 */
export class Mailbox<E extends DomainEvent> {
  private waiting: Delivery<E>[] = [];
  private missed = false;
  private busy = false;
  private closed = false;

  constructor(
    private readonly subscriber: Subscriber<E>,
    private readonly onError: (error: unknown) => void,
  ) {}

  post(delivery: Delivery<E>): void {
    if (this.closed) return;
    if (this.waiting.length < CAPACITY) {
      this.waiting.push(delivery);
    } else {
      this.waiting = [];
      this.missed = true;
    }
    this.wake();
  }

  /** Some events never arrived. Those that wait here did, and are handled all the same. */
  postMissed(): void {
    this.missed = true;
    this.wake();
  }

  close(): void {
    this.closed = true;
    this.waiting = [];
  }

  private wake(): void {
    if (this.busy || this.closed) return;
    this.busy = true;
    setImmediate(() => void this.work());
  }

  private async work(): Promise<void> {
    while (!this.closed && (this.missed || this.waiting.length > 0)) {
      try {
        if (this.missed) {
          this.missed = false;
          await this.subscriber.missed?.();
        } else {
          await this.subscriber.handle(this.waiting.shift()!);
        }
      } catch (error) {
        this.onError(error);
      }
    }
    this.busy = false;
  }
}
