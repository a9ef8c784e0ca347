import type { Deletion } from './types.ts';

/** Deletions that this window knows to have ended; null before it has heard of any. They outlive the page they were told on. */
let known: Set<string> | null = null;

const keyOf = ({ campaign_id, started_at }: Deletion) => `${started_at} ${campaign_id}`;

/** Those that have ended since this window was opened, each once. */
export function newlyFinished(deletions: Deletion[]): Deletion[] {
  const finished = deletions.filter(({ finished_at }) => finished_at !== null);
  const before = known;
  known = new Set([...(before ?? []), ...finished.map(keyOf)]);
  return before === null ? [] : finished.filter((deletion) => !before.has(keyOf(deletion)));
}
