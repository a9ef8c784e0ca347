/**
 * When an event of a log is due, if the log is played `speed` times faster than it happened. Logs are out of order by
 * some minutes, so the clock of the replay is the latest occurred_at so far: a late event is due at once.
 */
export class Pacer {
  private readonly speed: number;
  private readonly now: () => number;
  private start: { occurredAt: number; at: number } | undefined;
  private latest = -Infinity;

  /** @param now milliseconds on a clock that never goes back */
  constructor(speed: number, now: () => number = () => performance.now()) {
    this.speed = speed;
    this.now = now;
  }

  /** @returns milliseconds to wait; an event without a readable time (NaN) is due at once */
  dueIn(occurredAt: number): number {
    if (Number.isNaN(occurredAt)) return 0;
    this.start ??= { occurredAt, at: this.now() };
    this.latest = Math.max(this.latest, occurredAt);
    return Math.max(0, this.start.at + (this.latest - this.start.occurredAt) / this.speed - this.now());
  }
}
