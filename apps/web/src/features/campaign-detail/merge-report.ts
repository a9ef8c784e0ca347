import type { Breakdowns, Report, ReportPoint } from './api/get-report.ts';
import { STEP_MS } from './range/detail-view.ts';

/** Has the shape of the whole, but only the points that changed, in absolute values. */
export interface ReportUpdate extends Omit<Report, 'breakdowns'> {
  /** Null when they have not changed. */
  breakdowns: Breakdowns | null;
}

/**
 * Applies an update to what is shown. Applying one twice changes nothing. Of a range that moves, one bucket more than it
 * is long is kept: the chart scrolls smoothly, and that bucket is on its way out at the left edge.
 */
export function mergeReport(shown: Report, update: ReportUpdate): Report {
  const step = STEP_MS[update.granularity];
  const from = Math.max(Date.parse(shown.from), Date.parse(update.from) - step);
  return {
    ...update,
    from: new Date(from).toISOString(),
    points: mergePoints(shown, update, from),
    breakdowns: update.breakdowns ?? shown.breakdowns,
  };
}

function mergePoints(shown: Report, update: ReportUpdate, from: number): ReportPoint[] {
  if (update.points.length === 0 && from === Date.parse(shown.from)) return shown.points;
  const byStart = new Map(shown.points.map((point) => [Date.parse(point.ts), point]));
  for (const point of update.points) byStart.set(Date.parse(point.ts), point);
  // Points to compare with begin one range length earlier; without such points this keeps none.
  const length = Date.parse(update.to) - Date.parse(update.from);
  return [...byStart]
    .filter(([ts]) => ts >= from - length)
    .sort(([a], [b]) => a - b)
    .map(([, point]) => point);
}
