const MINUTE_US = 60_000_000;

/** A second's share of messages may go out at once: sends are claimed in batches, some times a second. */
const BURST_SHARE = 1 / 60;

/**
 * A limit of so many a minute, as a bucket of tokens: it holds `burst`, and gets one more every `interval` (µs, whole: doubles that
 * count milliseconds since 1970 cannot tell small fractions of one apart). In any half-open minute at
 * most burst + ⌈minute ÷ interval⌉ − 1 are taken, which is `perMinute`: not once more, whenever one begins to count.
 */
function bucketOf(perMinute: number): { burst: number; interval: number } {
  const burst = 1 + Math.floor((perMinute - 1) * BURST_SHARE);
  return { burst, interval: Math.ceil(MINUTE_US / (perMinute - burst + 1)) };
}

/**
 * Takes as many tokens as there are, of those wanted. The bucket is one number, as in the generic cell rate algorithm: the time at which
 * it will be full again.
 *
 * @param fullAt µs since 1970; of one that was never used: 0
 * @param now ms since 1970
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function takeTokens(fullAt: number, { perMinute, now, wanted }: { perMinute: number; now: number; wanted: number }): { taken: number; fullAt: number } {
  const { burst, interval } = bucketOf(perMinute);
  const present = Math.floor(now * 1000);
  const from = Math.max(fullAt, present);
  const taken = Math.min(wanted, Math.max(0, Math.floor((present + burst * interval - from) / interval)));
  return { taken, fullAt: from + taken * interval };
}

/** Gives tokens back that were taken and not used. */
export function giveBack(fullAt: number, perMinute: number, unused: number): number {
  return fullAt - unused * bucketOf(perMinute).interval;
}

/** When there is a token, ms since 1970; in the past: there is one now. */
export function nextTokenAt(fullAt: number, perMinute: number): number {
  const { burst, interval } = bucketOf(perMinute);
  return Math.ceil((fullAt - (burst - 1) * interval) / 1000);
}
