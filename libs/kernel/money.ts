const PER_UNIT = 1e9;

/** Beyond it a double cannot tell billionths apart, and rounding to them would only add errors. */
const EXACT_BELOW = Number.MAX_SAFE_INTEGER / PER_UNIT;

/**
 * Adds amounts in currency units, to the billionth that the database counts in. Plain addition of doubles drifts: 0.1
 * and 0.2 thirty times make 8.999999999999996.
 */
export function addMoney(a: number, b: number): number {
  const sum = a + b;
  return sum < EXACT_BELOW ? Math.round(sum * PER_UNIT) / PER_UNIT : sum;
}
