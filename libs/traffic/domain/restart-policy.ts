/** What is remembered of the crashes of a run. */
export interface CrashHistory {
  /** Crashes since it last stayed up for long. */
  streak: number;
  /** When they were, within the last window. Milliseconds since 1970. */
  times: number[];
}

export const NO_CRASHES: CrashHistory = { streak: 0, times: [] };

const WINDOW_MS = 120_000;
const MAX_IN_WINDOW = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** Whoever stayed up this long has recovered from what crashed it before. */
const STABLE_MS = 60_000;

interface Verdict {
  history: CrashHistory;
  /** Null: it is not started again. */
  restartAt: number | null;
}

/**
 * Decides after a crash: again after 1 s, 2 s, 4 s … 30 s, or no more after the sixth crash within two minutes.
 *
 * @param upMs how long it had been up
 */
export function afterCrash(history: CrashHistory, now: number, upMs: number): Verdict {
  const streak = upMs >= STABLE_MS ? 1 : history.streak + 1;
  const times = [...history.times.filter((time) => now - time < WINDOW_MS), now];
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (streak - 1));
  return { history: { streak, times }, restartAt: times.length > MAX_IN_WINDOW ? null : now + delay };
}
