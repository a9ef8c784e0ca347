import type { Stage } from '../types.ts';

/**
 * What waits is counted from what was written down as read, which jobs do with each checkpoint, every 3 s: at a steady rate it climbs from half
 * a second's worth to more than three, and falls again. Two looks tell nothing of it; the lowest of some checkpoints does.
 */
const WINDOW_MS = 15_000;
/** The window that the newest is held against ends so long before. */
const APART_MS = 30_000;
const LOOK_BACK_MS = APART_MS + WINDOW_MS;
/** A tab in the background looks less often, and has not seen the lowest then. */
const LEAST_LOOKS = 4;
/** Fewer are read between two looks. */
const LEAST_RECORDS = 1_000;
/** So much more than before, or less. */
const CHANGE = 1.2;
/** And so many seconds of its work more: looks do not meet every checkpoint at the same moment. */
const CHANGE_S = 3;

/** What stages had waiting lately, oldest first, each at a time in ms by a clock that goes on evenly. */
export type LagHistory = readonly { at: number; stages: readonly Stage[] }[];

export interface LagTrend {
  /** The least that waited of late: what is there between two checkpoints is no delay. */
  lowest: number;
  /** `stuck`: much waits, and nothing of it is read. Null while there is too little to look back on, and while it stays about the same. */
  goes: 'up' | 'down' | 'stuck' | null;
}

export type LagTrends = ReadonlyMap<Stage['name'], LagTrend>;

/** With one more look. The last one that is old enough stays: the window that the newest is held against begins with it. */
export function withLook(history: LagHistory, stages: readonly Stage[], at: number): LagHistory {
  const all = [...history, { at, stages }];
  const first = all.findLastIndex((look) => at - look.at >= LOOK_BACK_MS);
  return first === -1 ? all : all.slice(first);
}

/** Of each stage of which it is known at the newest look what waits. */
export function trendsIn(history: LagHistory): LagTrends {
  const now = history.at(-1);
  return new Map(now?.stages.flatMap(({ name, lag }) => (lag === null ? [] : [[name, trendOf(name, looksAt(name, history), history)] as const])));
}

interface Look {
  at: number;
  lag: number;
  rate: number | null;
}

function looksAt(name: Stage['name'], history: LagHistory): Look[] {
  return history.flatMap(({ at, stages }) => {
    const stage = stages.find((each) => each.name === name);
    return stage === undefined || stage.lag === null ? [] : [{ at, lag: stage.lag, rate: stage.records_per_second }];
  });
}

function trendOf(name: Stage['name'], looks: readonly Look[], history: LagHistory): LagTrend {
  const { at: now, rate } = looks.at(-1)!;
  const lags = (isMeant: (age: number) => boolean) => looks.filter(({ at }) => isMeant(now - at)).map(({ lag }) => lag);
  const [recent, before] = [lags((age) => age < WINDOW_MS), lags((age) => age >= APART_MS)];
  const lowest = Math.min(...recent);
  const age = now - looks[0]!.at;
  const isKnown = looks.length === history.length && age >= LOOK_BACK_MS && age < LOOK_BACK_MS + WINDOW_MS && Math.min(recent.length, before.length) >= LEAST_LOOKS;
  if (!isKnown) return { lowest, goes: null };

  // How much the projector reads is never measured; of a job that is not known only now and then, and nothing is guessed from it.
  const isMeasured = name !== 'projector';
  // Whoever reads writes down how far it is, and less waits after that.
  const hasNeverFallen = looks.every(({ lag }, place) => lag >= LEAST_RECORDS && lag >= (looks[place - 1]?.lag ?? 0));
  if (hasNeverFallen && looks.every((look) => look.rate === 0 || !isMeasured)) return { lowest, goes: 'stuck' };
  const lowestBefore = Math.min(...before);
  const isMore = isMeasured ? rate !== null && lowest - lowestBefore >= CHANGE_S * rate : lowest > Math.max(...before);
  if (isMore && lowest >= LEAST_RECORDS && lowest > lowestBefore * CHANGE) return { lowest, goes: 'up' };
  return { lowest, goes: lowest * CHANGE < lowestBefore ? 'down' : null };
}
