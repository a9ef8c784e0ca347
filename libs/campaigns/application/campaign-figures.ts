import type { Pacing } from '../domain/pacing.ts';

/** What the list shows of a campaign, registered or not. */
export interface CampaignFigures {
  campaignId: string;
  /** null when it is not registered. */
  name: string | null;
  /** The version of the campaign's settings; null when it is not registered. */
  settingsVersion: number | null;
  /** Of all time, like clicks and spend. */
  impressions: number;
  clicks: number;
  /** Currency units. */
  spend: number;
  /** When the newest of its events arrived, ms since 1970; null when there are none. */
  lastEventAt: number | null;
  lastHour: {
    /** Start of the first of 60 minutes, milliseconds since 1970. The last one is still running. */
    from: number;
    impressions: number[];
  };
  /** null when the campaign is not registered, and so has no budget. */
  pacing: Pacing | null;
}
