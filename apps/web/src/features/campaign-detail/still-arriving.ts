import type { Campaign } from './api/get-campaign.ts';
import type { Figures } from './api/get-figures.ts';

const MINUTE_MS = 60_000;
/** Whoever still serves the campaign has sent something within these. */
const RECENT_MINUTES = 5;

/** Whether impressions were counted in the last minutes although the campaign was paused before they began. */
export function isStillArriving(campaign: Pick<Campaign, 'status' | 'status_since'>, { last_hour }: Pick<Figures, 'last_hour'>): boolean {
  if (campaign.status !== 'paused') return false;
  const begin = Date.parse(last_hour.from);
  const pausedAt = Date.parse(campaign.status_since);
  return last_hour.impressions.some((impressions, place) => {
    const isRecent = place >= last_hour.impressions.length - RECENT_MINUTES;
    return isRecent && impressions > 0 && begin + place * MINUTE_MS >= pausedAt;
  });
}
