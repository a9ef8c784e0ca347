import type { Stage } from '../types.ts';

/** Long enough that one checkpoint's worth of waiting is no growth. */
const LOOK_BACK_MS = 45_000;
/** Fewer are read between two looks. */
const LEAST_RECORDS = 1_000;
/** So much more than before. */
const GROWTH = 1.2;

/** What stages had waiting lately, oldest first, each at a time in ms. */
export type LagHistory = readonly { at: number; stages: readonly Stage[] }[];

/** With one more look. The last one that is old enough stays: it is what the newest is held against. */
export function withLook(history: LagHistory, stages: readonly Stage[], at: number): LagHistory {
  const all = [...history, { at, stages }];
  const first = all.findLastIndex((look) => at - look.at >= LOOK_BACK_MS);
  return first === -1 ? all : all.slice(first);
}

/** The stages that have more and more to read. */
export function growingIn(history: LagHistory): ReadonlySet<string> {
  const [before, now] = [history[0], history.at(-1)];
  if (before === undefined || now === undefined || now.at - before.at < LOOK_BACK_MS) return new Set();
  const lagBefore = new Map(before.stages.map(({ name, lag }) => [name, lag]));
  return new Set(
    now.stages.flatMap(({ name, lag }) => {
      const then = lagBefore.get(name) ?? null;
      return lag !== null && then !== null && lag >= LEAST_RECORDS && lag > then * GROWTH ? [name] : [];
    }),
  );
}
