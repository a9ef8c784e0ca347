import type { Overview, OverviewCampaign, OverviewRate } from './api/get-overview.ts';
import { RATE_WINDOW_SECONDS } from './rate-window.ts';

/** The server lists no more than this; without the same limit here a page open all day would keep every campaign. */
export const CAMPAIGNS_LISTED = 200;

/**
 * Applies an update to what is shown. An update has the shape of the whole, but lists only what changed, in absolute
 * values, so applying one twice changes nothing. Versions are not compared: each server process counts its own, and what
 * is shown may have been fetched from another. An update that is older than that is put right by the next.
 */
export function mergeOverview(shown: Overview, update: Overview): Overview {
  return {
    version: update.version,
    as_of: update.as_of,
    totals: update.totals,
    campaigns: mergeCampaigns(shown.campaigns, update.campaigns),
    rates: mergeRates(shown.rates, update.rates, update.as_of),
  };
}

function mergeCampaigns(shown: OverviewCampaign[], changed: OverviewCampaign[]): OverviewCampaign[] {
  if (changed.length === 0) return shown;
  const byId = new Map(shown.map((campaign) => [campaign.campaign_id, campaign]));
  for (const campaign of changed) byId.set(campaign.campaign_id, campaign);
  return [...byId.values()].sort((a, b) => b.impressions - a.impressions).slice(0, CAMPAIGNS_LISTED);
}

function mergeRates(shown: OverviewRate[], changed: OverviewRate[], asOf: string): OverviewRate[] {
  const bySecond = new Map(shown.map((rate) => [rate.ts, rate]));
  for (const rate of changed) bySecond.set(rate.ts, rate);
  const oldest = Date.parse(asOf) - (RATE_WINDOW_SECONDS + 1) * 1_000;
  return [...bySecond.values()].filter((rate) => Date.parse(rate.ts) >= oldest);
}
