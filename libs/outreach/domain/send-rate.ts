const MINUTE_MS = 60_000;

/** This part of a minute's messages may go out at once: sends are claimed in batches, a few times a second. */
const BURST_SHARE = 1 / 120;

/**
 * A limit of so many a minute, as a bucket of tokens: it holds `burst`, and gets one more every `intervalMs`. In any half-open minute at
 * most burst + ⌈minute ÷ interval⌉ − 1 are taken, which is `perMinute`: not once more, whenever one begins to count.
 */
function bucketOf(perMinute: number): { burst: number; intervalMs: number } {
  const burst = Math.max(1, Math.floor(perMinute * BURST_SHARE));
  return { burst, intervalMs: MINUTE_MS / (perMinute - burst + 1) };
}

/**
 * Takes as many tokens as there are, of those wanted. The bucket is one number, as in the generic cell rate algorithm: the time at which
 * it will be full again.
 *
 * @param fullAt ms since 1970, like `now`; never used before: 0
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function takeTokens(fullAt: number, { perMinute, now, wanted }: { perMinute: number; now: number; wanted: number }): { taken: number; fullAt: number } {
  const { burst, intervalMs } = bucketOf(perMinute);
  const from = Math.max(fullAt, now);
  const available = Math.max(0, Math.floor((now + burst * intervalMs - from) / intervalMs));
  const taken = Math.min(wanted, available);
  return { taken, fullAt: from + taken * intervalMs };
}

/** Gives tokens back that were taken and not used. */
export function giveBack(fullAt: number, perMinute: number, unused: number): number {
  return fullAt - unused * bucketOf(perMinute).intervalMs;
}

/** When there is a token, ms since 1970; in the past: there is one now. */
export function nextTokenAt(fullAt: number, perMinute: number): number {
  const { burst, intervalMs } = bucketOf(perMinute);
  return Math.ceil(fullAt - (burst - 1) * intervalMs);
}
