import type { Anomaly } from './anomaly.ts';

/**
 * What is to be written after minutes were judged again, some of which events have come to meanwhile. What people were told of stands: an
 * anomaly that was found before keeps its beginning, is not taken back, and is over when it is not found any more.
 *
 * @param stored those of one campaign that reach into the minutes that were judged
 * @param judged what was found in them now
 */
export function reconcileAnomalies(stored: readonly Anomaly[], judged: readonly Anomaly[]): Anomaly[] {
  const found = new Set<Anomaly>();
  const changed: Anomaly[] = [];
  for (const now of judged) {
    const before = stored.find((each) => each.kind === now.kind && each.since === now.since) ?? stored.find((each) => each.kind === now.kind && overlap(each, now));
    if (before === undefined) {
      changed.push(now);
      continue;
    }
    found.add(before);
    if (before.isOver && before.since !== now.since) continue;
    const next = { ...now, since: before.since, lastMinute: Math.max(before.lastMinute, now.lastMinute) };
    if (!isSame(before, next)) changed.push(next);
  }
  for (const before of stored) if (!before.isOver && !found.has(before)) changed.push({ ...before, isOver: true });
  return changed;
}

function overlap(a: Anomaly, b: Anomaly): boolean {
  return a.since <= b.lastMinute && b.since <= a.lastMinute;
}

function isSame(a: Anomaly, b: Anomaly): boolean {
  const [{ figures: before }, { figures: now }] = [a, b];
  return (
    a.lastMinute === b.lastMinute &&
    a.isOver === b.isOver &&
    a.ending?.impressions === b.ending?.impressions &&
    a.ending?.clicks === b.ending?.clicks &&
    before.impressions === now.impressions &&
    before.clicks === now.clicks &&
    before.expectedCtr === now.expectedCtr &&
    before.expectedImpressions === now.expectedImpressions
  );
}
