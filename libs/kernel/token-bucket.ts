/** So many at once, and so many a second in the long run. */
export interface Allowance {
  burst: number;
  perSecond: number;
}

/**
 * Lets through what stays within an {@link Allowance}: in any span of t seconds at most `burst + t * perSecond`. A token bucket, kept
 * as the moment at which it will be full again (the generic cell rate algorithm, ITU-T I.371).
 */
export class TokenBucket {
  private fullAt = -Infinity;

  constructor(private readonly allowance: Allowance) {}

  /**
   * @param now ms, by a clock that never goes back
   * @returns 0 when it may pass; else ms until one may, and nothing is used up
   */
  take(now: number): number {
    const { burst, perSecond } = this.allowance;
    const interval = 1000 / perSecond;
    const fullAt = Math.max(this.fullAt, now);
    const wait = fullAt - now - (burst - 1) * interval;
    if (wait > 0) return wait;
    this.fullAt = fullAt + interval;
    return 0;
  }
}
