import type { Deliveries } from './deliveries.ts';
import { randomNumbers } from './deliveries.ts';

const MINUTE_MS = 60_000;

export interface CampaignMinute {
  minute: number;
  impressions: number;
  clicks: number;
}

interface Course {
  campaignId: string;
  seed: number;
  /** Impressions per minute and CTR, as usual. */
  usual: { impressions: number; ctr: number };
  /** What some minutes have instead, by their number. */
  instead?: (minute: number) => { impressions: number; ctr: number } | undefined;
}

/** Delivers a campaign's minutes, one after the other, with the chance that is in clicks. @returns what each had */
export function deliverMinutes(deliveries: Deliveries, { campaignId, seed, usual, instead = () => undefined }: Course, from: number, minutes: number): CampaignMinute[] {
  const random = randomNumbers(seed);
  return Array.from({ length: minutes }, (_, number) => {
    const { impressions, ctr } = instead(number) ?? usual;
    const minute = from + number * MINUTE_MS;
    let clicks = 0;
    for (let index = 0; index < impressions; index += 1) {
      const at = minute + Math.floor((index / impressions) * MINUTE_MS);
      const event = { campaign_id: campaignId, creative_id: null, source: 'web', user_id: null, device_type: 'mobile', impression_id: null, cost: null, metadata: null, occurred_at: at };
      deliveries.event({ ...event, event_id: `${campaignId}-${number}-${index}`, type: 'impression' });
      if (random() >= ctr) continue;
      clicks += 1;
      deliveries.event({ ...event, event_id: `${campaignId}-${number}-${index}-click`, type: 'click' });
    }
    return { minute, impressions, clicks };
  });
}
