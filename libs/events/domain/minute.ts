import type { AdEvent } from './ad-event.ts';
import { addMoney } from '../../kernel/money.ts';

export const MINUTE_MS = 60_000;

/** What a set of events adds to one campaign's minute on one device type. */
export interface MinuteTally {
  campaignId: string;
  /** Start of the minute, milliseconds since 1970-01-01T00:00:00Z. */
  minute: number;
  deviceType: string;
  impressions: number;
  clicks: number;
  /** Currency units. */
  spend: number;
}

/** Start of the UTC minute that a time (ms since 1970) falls into; right before 1970 too. */
export function minuteOf(epochMs: number): number {
  return Math.floor(epochMs / MINUTE_MS) * MINUTE_MS;
}

/** Sums events into minutes. Every event counts: whoever calls has already removed the duplicates. */
export function tallyMinutes(events: Iterable<AdEvent>): MinuteTally[] {
  const tallies = new Map<string, MinuteTally>();
  for (const event of events) {
    const minute = minuteOf(event.occurredAt);
    // NUL occurs in no stored text.
    const key = `${event.campaignId}\0${minute}\0${event.deviceType}`;
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = { campaignId: event.campaignId, minute, deviceType: event.deviceType, impressions: 0, clicks: 0, spend: 0 };
      tallies.set(key, tally);
    }
    if (event.type === 'impression') {
      tally.impressions += 1;
      tally.spend = addMoney(tally.spend, event.cost);
    } else {
      tally.clicks += 1;
    }
  }
  return [...tallies.values()];
}
