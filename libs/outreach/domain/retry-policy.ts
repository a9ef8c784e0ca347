/** How often, and after what waits, a delivery is tried again. */
export interface RetryPolicy {
  /** In all, the first one included. */
  attempts: number;
  baseMs: number;
  factor: number;
  capMs: number;
}

/** Nobody who asks for patience gets more. */
const MAX_PATIENCE_MS = 3_600_000;

/**
 * How long to wait before the next attempt, ms: exponential, and between half and all of that ("equal jitter"), so that what failed
 * together does not come again together. Longer when the other side has asked for it.
 *
 * @param failed how many attempts have failed so far, from 1 on
 * @param random 0…1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff({ baseMs, factor, capMs }: RetryPolicy, failed: number, random: number, retryAfterMs = 0): number {
  const most = Math.min(capMs, baseMs * factor ** (failed - 1));
  const asked = Math.min(retryAfterMs, MAX_PATIENCE_MS);
  // Those who were all told the same time do not all come at it.
  return Math.max(most / 2, asked) + (random * most) / 2;
}
