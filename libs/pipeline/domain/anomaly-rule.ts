import type { Anomaly, AnomalyEnding, AnomalyFigures, AnomalyKind, MinuteCounts } from './anomaly.ts';

/** The rule of docs/pipeline.md; Flink follows the same page in SQL. Names of its numbers are those of its table. */

const BLOCK_MINUTES = 10;
const BLOCKS = 3;
/** Minutes that one is compared with. */
export const PAST_MINUTES = BLOCKS * BLOCK_MINUTES;

const BLOCK_IMPRESSIONS = 100;
const MINUTE_IMPRESSIONS = 30;
const SILENT_FROM = 10;
const OUTSIDE_Z = 3;
const STILL_OUTSIDE_Z = 2;
const FACTOR = 1.5;

export interface Expectation {
  /** Clicks ÷ impressions. */
  ctr: number;
  /** Per minute. */
  impressions: number;
}

/**
 * Wilson's score interval of a share, in which the true one lies unless the normal variable strays by more than `z`. Never below 0 or
 * above 1, unlike p̂ ± z·√(p̂(1−p̂)/n), and of use for small counts.
 *
 * @param clicks beyond the impressions count as many as there are impressions
 * @param impressions at least 1
 * @see E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference. J. Am. Stat. Assoc. 22, 209–212
 */
export function wilsonInterval({ clicks, impressions }: MinuteCounts, z: number): { low: number; high: number } {
  const p = ctrOf({ clicks, impressions });
  const square = (z * z) / impressions;
  const middle = p + square / 2;
  const half = z * Math.sqrt((p * (1 - p)) / impressions + square / (4 * impressions));
  return { low: (middle - half) / (1 + square), high: (middle + half) / (1 + square) };
}

/** @param blocks the three blocks of ten minutes before @returns undefined when that is too little to expect anything of */
export function expectationOf(blocks: readonly MinuteCounts[]): Expectation | undefined {
  if (blocks.some(({ impressions }) => impressions < BLOCK_IMPRESSIONS)) return undefined;
  return { ctr: median(blocks.map(({ impressions, clicks }) => clicks / impressions)), impressions: median(blocks.map(({ impressions }) => impressions)) / BLOCK_MINUTES };
}

export function isOutside(kind: AnomalyKind, minute: MinuteCounts, expected: Expectation): boolean {
  if (kind === 'silence') return minute.impressions === 0 && expected.impressions >= SILENT_FROM;
  if (!isBeside(kind, minute, expected, OUTSIDE_Z)) return false;
  const ctr = ctrOf(minute);
  return kind === 'spike' ? minute.clicks >= 5 && ctr >= FACTOR * expected.ctr : ctr <= expected.ctr / FACTOR;
}

export function isStillOutside(kind: AnomalyKind, minute: MinuteCounts, expected: Expectation): boolean {
  if (kind === 'silence') return minute.impressions < expected.impressions / 10 && expected.impressions >= SILENT_FROM;
  return isBeside(kind, minute, expected, STILL_OUTSIDE_Z);
}

export function figuresOf(minute: MinuteCounts, expected: Expectation): AnomalyFigures {
  const { low, high } = minute.impressions === 0 ? { low: null, high: null } : wilsonInterval(minute, OUTSIDE_Z);
  return { impressions: minute.impressions, clicks: minute.clicks, expectedCtr: expected.ctr, low, high, expectedImpressions: expected.impressions };
}

/** @returns null while it lasts */
export function endingOf({ kind, isOver, figures, ending }: Anomaly): AnomalyEnding | null {
  if (!isOver) return null;
  if (ending === undefined) return 'as_usual';
  if (kind === 'silence') return ending.impressions === 0 ? 'not_judged' : 'as_usual';
  if (ending.impressions < MINUTE_IMPRESSIONS) return 'not_judged';
  const [then, last] = [ctrOf(figures), ctrOf(ending)];
  return Math.abs(last - then) < Math.abs(last - figures.expectedCtr) ? 'new_usual' : 'as_usual';
}

function isBeside(kind: 'spike' | 'drop', minute: MinuteCounts, expected: Expectation, z: number): boolean {
  if (minute.impressions < MINUTE_IMPRESSIONS) return false;
  const { low, high } = wilsonInterval(minute, z);
  return kind === 'spike' ? low > expected.ctr : high < expected.ctr;
}

/** Of a minute with impressions; clicks beyond them count as many as there are. */
function ctrOf({ impressions, clicks }: MinuteCounts): number {
  return Math.min(clicks, impressions) / impressions;
}

/** Of an odd number of values. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) / 2]!;
}
