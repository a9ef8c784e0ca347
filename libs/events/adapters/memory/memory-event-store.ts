import type { CampaignTotalsView, CountedAppendResult, CountingEventStore, EventIdRanges, MinuteStatsReader, SeriesQuery, StatsPointView, TotalsSnapshot } from '../../application/ports.ts';
import type { AdEvent, AdEventType } from '../../domain/ad-event.ts';
import { MINUTE_MS, type MinuteTally, tallyMinutes } from '../../domain/minute.ts';
import { addMoney } from '../../../kernel/money.ts';

const BUCKET_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1440 * MINUTE_MS } as const;

/** Events and minutes in memory: the reference that the contract suites hold PostgreSQL against. */
export class MemoryEventStore implements CountingEventStore, MinuteStatsReader, EventIdRanges {
  private readonly types = new Map<string, AdEventType>();
  private readonly minutes: MinuteTally[] = [];
  private commits = 0;
  private deletions = 0;

  append(events: readonly AdEvent[]): Promise<CountedAppendResult> {
    const stored = events.map((event) => !this.types.has(event.eventId));
    for (const event of events) if (!this.types.has(event.eventId)) this.types.set(event.eventId, event.type);
    this.minutes.push(...tallyMinutes(events.filter((_, index) => stored[index])));
    this.commits += 1;
    return Promise.resolve({ stored, commit: String(this.commits), epoch: this.deletions });
  }

  epoch(): Promise<number> {
    return Promise.resolve(this.deletions);
  }

  /** Forgets all events; what they were counted for stays. */
  deleteAll(): void {
    this.types.clear();
    this.deletions += 1;
  }

  series({ campaignId, from, to, granularity }: SeriesQuery): Promise<StatsPointView[]> {
    const points = new Map<number, StatsPointView>();
    for (const tally of this.minutes) {
      if (tally.campaignId !== campaignId || tally.minute < from || tally.minute >= to) continue;
      const ts = Math.floor(tally.minute / BUCKET_MS[granularity]) * BUCKET_MS[granularity];
      const point = points.get(ts) ?? { ts, impressions: 0, clicks: 0 };
      point.impressions += tally.impressions;
      point.clicks += tally.clicks;
      points.set(ts, point);
    }
    return Promise.resolve([...points.values()].sort((a, b) => a.ts - b.ts));
  }

  totals(): Promise<TotalsSnapshot> {
    const campaigns = new Map<string, CampaignTotalsView>();
    for (const tally of this.minutes) {
      const total = campaigns.get(tally.campaignId) ?? { campaignId: tally.campaignId, impressions: 0, clicks: 0, spend: 0 };
      total.impressions += tally.impressions;
      total.clicks += tally.clicks;
      total.spend = addMoney(total.spend, tally.spend);
      campaigns.set(tally.campaignId, total);
    }
    const seen = this.commits;
    return Promise.resolve({ campaigns: [...campaigns.values()], covers: (commit) => Number(commit) <= seen });
  }

  count(from: string, to: string): Promise<{ impressions: number; clicks: number }> {
    const types = this.idsBetween(from, to).map((id) => this.types.get(id));
    const clicks = types.filter((type) => type === 'click').length;
    return Promise.resolve({ impressions: types.length - clicks, clicks });
  }

  highest(from: string, to: string): Promise<string | undefined> {
    return Promise.resolve(this.idsBetween(from, to).sort().at(-1));
  }

  private idsBetween(from: string, to: string): string[] {
    return [...this.types.keys()].filter((id) => id >= from && id < to);
  }
}
