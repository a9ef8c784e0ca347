import type { DeviceEngagement } from '../types.ts';

/** What a row says: of all minutes that are shown, or of the one that is pointed at. */
interface DeviceFigures {
  impressions: number;
  clicks: number;
  ctr: number | null;
  /** Different ones in a minute: those of several minutes cannot be added up, so without a minute it is their mean. */
  users: number;
  /** In ms; null when of no click it is known. */
  timeToClick: number | null;
}

export function deviceFigures({ points, impressions, clicks, ctr, mean_time_to_click_ms }: DeviceEngagement, pointed: number | null): DeviceFigures {
  const point = pointed === null ? undefined : points[pointed];
  if (point !== undefined) return { impressions: point.impressions, clicks: point.clicks, ctr: point.ctr, users: point.users, timeToClick: point.mean_time_to_click_ms };
  const over = points.slice(0, -1);
  const users = over.reduce((sum, each) => sum + each.users, 0) / Math.max(1, over.length);
  return { impressions, clicks, ctr, users, timeToClick: mean_time_to_click_ms };
}
