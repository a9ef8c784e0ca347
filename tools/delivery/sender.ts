import { HttpPoster, NoAnswer } from './http-post.ts';
import { Patience } from './patience.ts';
import { backoffMs, judge, type Verdict } from './retry-policy.ts';

/** What became of a request. `undelivered`: nobody knows; sending the same again is safe. */
export type Outcome<T> =
  | { kind: 'acknowledged'; result: T; ms: number }
  | { kind: 'too-large' }
  | { kind: 'refused'; reason: string }
  | { kind: 'undelivered' };

interface SenderOptions {
  url: URL;
  maxConnections: number;
  /** How long nothing at all may be acknowledged while something is waiting. */
  giveUpAfterMs: number;
  /** Called, at most every few seconds, when trouble begins and when it is over. */
  say: (message: string) => void;
}

interface Request<T> {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** What a 202's body says; `undefined` when it is not what Flightdeck would say. */
  read(body: string): T | undefined;
}

const ANSWER_TIMEOUT_MS = 30_000;

/** One refusal may be the fault of its batch. This many, with nothing acknowledged between, are the address's. */
const REFUSALS_IN_A_ROW = 3;

/** Sends until it is acknowledged: waits as the server asks, backs off where it does not answer, gives up as told. */
export class Sender {
  /** Requests that were sent again. */
  retries = 0;
  /** Requests of which the server may have stored what we had to send again: their events then come back as duplicates. */
  lostAnswers = 0;

  private readonly poster: HttpPoster;
  private readonly patience: Patience;
  /** Without the password that an address may contain. */
  private readonly name: string;
  private pausedUntil = -Infinity;
  private refusals = 0;

  constructor({ url, maxConnections, giveUpAfterMs, say }: SenderOptions) {
    this.name = url.origin;
    this.poster = new HttpPoster(url, maxConnections);
    this.patience = new Patience({ name: this.name, giveUpAfterMs, say });
  }

  /** Why nothing more will be delivered, once that is so. */
  get ended(): string | undefined {
    return this.patience.ended;
  }

  /** Since when nothing has been acknowledged although it was tried, for the live line; empty when all is well. */
  get standstill(): string {
    return this.patience.standstill;
  }

  async post<T>(request: Request<T>): Promise<Outcome<T>> {
    const started = performance.now();
    let next = 0;
    for (let attempt = 1; ; attempt += 1) {
      const left = await this.turn(started, next);
      if (left <= 0) this.patience.giveUp();
      if (this.ended !== undefined) return { kind: 'undelivered' };
      if (attempt > 1) this.retries += 1;

      const { verdict, body } = await this.attempt(request, Math.min(left, ANSWER_TIMEOUT_MS));
      if (verdict.kind === 'too-large') return verdict;
      if (verdict.kind === 'refused') return this.refused(verdict.reason);
      if (verdict.kind === 'acknowledged') {
        const result = request.read(body);
        if (result === undefined) return this.refused('it answers 202, but not in the way of Flightdeck');
        this.patience.acknowledged();
        this.refusals = 0;
        return { kind: 'acknowledged', result, ms: performance.now() - started };
      }
      next = performance.now() + Math.max(backoffMs(attempt), verdict.retryAfterMs * (1 + Math.random() / 10));
      if (verdict.kind === 'overloaded') this.pausedUntil = Math.max(this.pausedUntil, next);
      this.patience.trouble(verdict.reason);
    }
  }

  /** Sends nothing again; what is on its way is still waited for. */
  stop(): void {
    this.patience.end('Stopped.');
  }

  close(): void {
    this.poster.close();
  }

  private async attempt<T>({ path, headers, body }: Request<T>, timeoutMs: number): Promise<{ verdict: Verdict; body: string }> {
    try {
      const answer = await this.poster.post(path, headers, body, timeoutMs);
      return { verdict: judge(answer), body: answer.body };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (!error.unsent) this.lostAnswers += 1;
      return { verdict: { kind: 'overloaded', retryAfterMs: 0, reason: error.message }, body: '' };
    }
  }

  /**
   * Waits until a request may be sent, or until nothing more will be.
   *
   * @returns milliseconds that are left before giving up
   */
  private async turn(started: number, earliest: number): Promise<number> {
    for (;;) {
      const now = performance.now();
      const left = this.patience.left(started);
      const wait = Math.max(earliest, this.pausedUntil) - now;
      if (wait <= 0 || left <= 0 || this.ended !== undefined) return left;
      await this.patience.pause(Math.min(wait, left));
    }
  }

  private refused(reason: string): Outcome<never> {
    this.refusals += 1;
    if (this.refusals === REFUSALS_IN_A_ROW) this.patience.end(`${this.name} refuses what it is sent: ${reason}`);
    return { kind: 'refused', reason };
  }
}
