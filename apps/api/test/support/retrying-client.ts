import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBody } from './events.ts';

/** What an ad client does: sends, and sends again the same until it is acknowledged. */
export class RetryingClient {
  /** Ids that a 202 has named. */
  readonly acknowledged = new Set<string>();
  /** Requests that got no answer or a 503. */
  failures = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly deadline = Date.now() + 120_000,
  ) {}

  async send(event: EventBody): Promise<void> {
    await this.deliver('/events', event, [event]);
  }

  async sendBatch(events: EventBody[]): Promise<void> {
    await this.deliver('/events/batch', events, events);
  }

  /** One try, no retry: what a client does that dies itself. */
  async sendOnce(event: EventBody): Promise<void> {
    try {
      await this.post('/events', event, [event]);
    } catch (error) {
      if (error instanceof UnexpectedAnswer) throw error;
      this.failures += 1;
    }
  }

  private async deliver(path: string, body: unknown, events: EventBody[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.post(path, body, events, attempt);
        return;
      } catch (error) {
        if (error instanceof UnexpectedAnswer) throw error;
        this.failures += 1;
        if (Date.now() > this.deadline) throw new Error('the product did not come back in time', { cause: error });
        await sleep(20 + Math.random() * 80);
      }
    }
  }

  private async post(path: string, body: unknown, events: EventBody[], attempt = 0): Promise<void> {
    const url = this.urls[(attempt + Math.floor(Math.random() * this.urls.length)) % this.urls.length]!;
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (response.status !== 202) {
      if (response.status === 503) throw new Error(text);
      throw new UnexpectedAnswer(`${path} answered ${response.status}: ${text}`);
    }
    for (const event of events) this.acknowledged.add(event.event_id);
  }
}

/** Neither acknowledged nor "please retry": the test must fail rather than retry. */
class UnexpectedAnswer extends Error {}
