import { addMoney } from '../../../kernel/money.ts';
import { GRANULARITY_MS } from '../../application/campaign-report.ts';
import type {
  BreakdownItemView,
  BreakdownsView,
  BucketKey,
  CampaignStatsReader,
  CampaignTotalsView,
  Granularity,
  PointView,
  RangeQuery,
  SeriesQuery,
} from '../../application/ports.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { minuteOf } from '../../domain/minute.ts';

/** {@link CampaignStatsReader} of events in memory: the reference that the contract suite holds PostgreSQL against. */
export class MemoryCampaignStatsReader implements CampaignStatsReader {
  private readonly events: AdEvent[] = [];

  /** Counts events, each as a new one. */
  append(events: readonly AdEvent[]): void {
    this.events.push(...events);
  }

  clear(): void {
    this.events.length = 0;
  }

  points({ granularity, ...range }: SeriesQuery): Promise<PointView[]> {
    return Promise.resolve(this.pointsOf(range, GRANULARITY_MS[granularity]));
  }

  buckets(keys: readonly BucketKey[], granularity: Granularity): Promise<(PointView & BucketKey)[]> {
    const step = GRANULARITY_MS[granularity];
    return Promise.resolve(keys.flatMap(({ campaignId, ts }) => this.pointsOf({ campaignId, from: ts, to: ts + step }, step).map((point) => ({ campaignId, ...point }))));
  }

  minutes(ranges: readonly RangeQuery[]): Promise<(PointView & BucketKey)[]> {
    return Promise.resolve(ranges.flatMap((range) => this.pointsOf(range, GRANULARITY_MS.minute).map((point) => ({ campaignId: range.campaignId, ...point }))));
  }

  breakdowns(range: RangeQuery): Promise<BreakdownsView> {
    const by = (valueOf: (event: AdEvent) => string): BreakdownItemView[] =>
      [...Map.groupBy(this.between(range), valueOf)]
        .map(([value, events]) => ({ value, ...summed(events) }))
        .sort((a, b) => b.impressions - a.impressions || b.clicks - a.clicks || (a.value < b.value ? -1 : 1));
    return Promise.resolve({ device: by(({ deviceType }) => deviceType), source: by(({ source }) => source), creative: by(({ creativeId }) => creativeId ?? '') });
  }

  sums(ranges: readonly RangeQuery[]): Promise<CampaignTotalsView[]> {
    return Promise.resolve(ranges.map((range) => ({ campaignId: range.campaignId, ...summed(this.between(range)) })));
  }

  private pointsOf(range: RangeQuery, step: number): PointView[] {
    const groups = Map.groupBy(this.between(range), ({ occurredAt }) => Math.floor(occurredAt / step) * step);
    return [...groups].map(([ts, events]) => ({ ts, ...summed(events) })).sort((a, b) => a.ts - b.ts);
  }

  private between({ campaignId, from, to }: RangeQuery): AdEvent[] {
    return this.events.filter((event) => event.campaignId === campaignId && minuteOf(event.occurredAt) >= from && minuteOf(event.occurredAt) < to);
  }
}

function summed(events: readonly AdEvent[]): { impressions: number; clicks: number; spend: number } {
  const impressions = events.filter(({ type }) => type === 'impression');
  return { impressions: impressions.length, clicks: events.length - impressions.length, spend: impressions.reduce((sum, { cost }) => addMoney(sum, cost), 0) };
}
