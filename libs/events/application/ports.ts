import type { AdEvent, AdEventType } from '../domain/ad-event.ts';

export interface AppendResult {
  /** For each event given, in order: true when this call stored it, false when its event_id was stored before. */
  stored: boolean[];
  /** Marks the commit; see {@link TotalsSnapshot.covers}. Undefined when the events are counted elsewhere, and told of when they are. */
  commit: string | undefined;
  /** Of {@link EventStore.epoch}, at a moment before the events were stored or found to be stored. */
  epoch: number;
}

export interface CountedAppendResult extends AppendResult {
  commit: string;
}

/** Where events and their minutes are kept. */
export abstract class EventStore {
  /**
   * Stores, in one atomic and durable step, every event whose event_id is not stored yet, and adds exactly those to
   * their minutes. When it resolves, the events survive a crash. A store that hands events on to be counted elsewhere (streaming
   * mode) may store some before it fails, and may store again what it has: whoever counts knows every event_id.
   *
   * @param events with distinct event ids
   * @throws DomainError `EVENT_REFUSED` (invalid) when a row cannot be stored as it is; nothing was stored
   * @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable); the events may or may not have been stored
   */
  abstract append(events: readonly AdEvent[]): Promise<AppendResult>;
  /**
   * Grows whenever stored events are deleted: what was seen stored in an epoch is stored as long as it lasts.
   *
   * @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable)
   */
  abstract epoch(): Promise<number>;
}

/** One that counts what it stores itself, in the same step. */
export abstract class CountingEventStore extends EventStore {
  abstract override append(events: readonly AdEvent[]): Promise<CountedAppendResult>;
}

/**
 * Remembers ids that were seen stored, and in which epoch of the store, to spare it. It may forget anything at any time and
 * answer late or not at all; it must never name an id that was not remembered in that epoch. Whoever asks makes sure that the
 * epoch still lasts.
 */
export abstract class DedupeCache {
  /** Which of these event ids were seen stored in this epoch. Never rejects: a cache that fails knows nothing. */
  abstract known(eventIds: readonly string[], epoch: number): Promise<ReadonlySet<string>>;
  /** Takes note of stored ids. Returns at once. */
  abstract remember(eventIds: readonly string[], epoch: number): void;
  abstract close(): Promise<void>;
}

export type Granularity = 'minute' | 'hour' | 'day';

export interface SeriesQuery {
  campaignId: string;
  /** Milliseconds since 1970; the first minute, inclusive. */
  from: number;
  /** Milliseconds since 1970; exclusive. */
  to: number;
  granularity: Granularity;
}

export interface StatsPointView {
  /** Start of the minute, hour or day in UTC, milliseconds since 1970. */
  ts: number;
  impressions: number;
  clicks: number;
}

export interface CampaignTotalsView {
  campaignId: string;
  impressions: number;
  clicks: number;
  /** Currency units. */
  spend: number;
}

export interface TotalsSnapshot {
  campaigns: CampaignTotalsView[];
  /** Whether the totals already contain what the commit with this mark has added. */
  covers(commit: string): boolean;
}

/** Reads pre-aggregated minutes; raw events are never touched. */
export abstract class MinuteStatsReader {
  /** Points that have events, ordered by time. */
  abstract series(query: SeriesQuery): Promise<StatsPointView[]>;
  /** All-time sums of every campaign, as of one moment. */
  abstract totals(): Promise<TotalsSnapshot>;
}

export interface PointView extends StatsPointView {
  /** Currency units. */
  spend: number;
}

export const DIMENSIONS = ['device', 'source', 'creative'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What one device type, source or creative had. */
export interface BreakdownItemView {
  /** Empty for events without a creative. */
  value: string;
  impressions: number;
  clicks: number;
  /** Currency units. */
  spend: number;
}

/** By each dimension: the values with the most impressions first. What is beyond the limit is left out. */
export type BreakdownsView = Record<Dimension, BreakdownItemView[]>;

export interface RangeQuery {
  campaignId: string;
  /** Milliseconds since 1970; from the start of its minute, inclusive. */
  from: number;
  /** Milliseconds since 1970; exclusive. */
  to: number;
}

/** One minute, hour or day of one campaign. */
export interface BucketKey {
  campaignId: string;
  /** Its start in UTC, milliseconds since 1970. */
  ts: number;
}

/** What pages show of campaigns, read from aggregates alone. What was committed before a call is in its answer. */
export abstract class CampaignStatsReader {
  /** Points that have events, ordered by time. */
  abstract points(query: SeriesQuery): Promise<PointView[]>;
  /** The present values of these buckets; those without events are left out. */
  abstract buckets(keys: readonly BucketKey[], granularity: Granularity): Promise<(PointView & BucketKey)[]>;
  /** The minutes with events of several campaigns, each in a range, in no order. */
  abstract minutes(ranges: readonly RangeQuery[]): Promise<(PointView & BucketKey)[]>;
  abstract breakdowns(query: RangeQuery): Promise<BreakdownsView>;
  /** Sums of several ranges, in their order. */
  abstract sums(ranges: readonly RangeQuery[]): Promise<CampaignTotalsView[]>;
}

/** An event as it was stored. */
export interface StoredEventView {
  /** Names the row; grows with time of arrival. */
  id: string;
  eventId: string;
  type: AdEventType;
  creativeId: string | null;
  source: string;
  userId: string | null;
  metadata: unknown;
  /** Whether the metadata is too long to be shown in a list, and only its known keys are given. */
  isShortened: boolean;
  /** Milliseconds since 1970, both. */
  occurredAt: number;
  receivedAt: number;
}

export abstract class StoredEventsReader {
  /** A campaign's events, those that arrived last first; with `before`, only what arrived before that row. */
  abstract newest(query: { campaignId: string; limit: number; before?: string | undefined }): Promise<StoredEventView[]>;
  /** When the last event of each of these campaigns arrived, ms since 1970; those without events are left out. */
  abstract lastArrivals(campaignIds: readonly string[]): Promise<Map<string, number>>;
}

/** How far the deletion of a campaign's events is. Times are milliseconds since 1970. */
export interface DeletionView {
  campaignId: string;
  /** Events that there were when it was asked for; never less than what is deleted. */
  total: number;
  deleted: number;
  startedAt: number;
  finishedAt: number | null;
}

/** Keeps the sums by source and creative up to date from what ingest has appended. */
export abstract class BreakdownInbox {
  /** Folds what is there, up to a bound. @returns whether there may be more */
  abstract fold(): Promise<boolean>;
}

/**
 * Deletes events in the background: a bit at a time, with what they were counted for, however often it is interrupted.
 *
 * @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable) from all of them
 */
export abstract class EventDeletions {
  /**
   * Asks for what is stored of a campaign now. What arrives after it has resolved stays; what is on its way may stay or go. What is
   * being deleted already goes on, with what has come since.
   */
  abstract request(campaignId: string, now: number): Promise<DeletionView>;
  /** The last one that was asked for. */
  abstract find(campaignId: string): Promise<DeletionView | undefined>;
  /** Campaigns whose deletion is not finished, those first that were asked for first. */
  abstract unfinished(): Promise<string[]>;
  /** Those under way, and those that ended after a time (ms since 1970), in the order they were asked for. */
  abstract since(time: number): Promise<DeletionView[]>;
  /**
   * Does some more of it in one atomic step; the last one leaves nothing behind that counts nothing. @returns undefined when there
   * is nothing left to do, or another process is deleting: one step at a time is done, of whatever campaign
   */
  abstract step(campaignId: string, now: number): Promise<DeletionView | undefined>;
}

/**
 * Which events are stored, by ranges of their ids: for whoever makes ids that sort and must know what of it has arrived.
 * Ids compare byte by byte. Reads the stored events themselves, so ranges should be small.
 *
 * @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable)
 */
export abstract class EventIdRanges {
  /** How many events with `from` ≤ id < `to` are stored. */
  abstract count(from: string, to: string): Promise<{ impressions: number; clicks: number }>;
  /** The highest stored id with `from` ≤ id < `to`. */
  abstract highest(from: string, to: string): Promise<string | undefined>;
}

/** What a campaign had, minute by minute. */
export interface CampaignMinutesView {
  campaignId: string;
  /** Those with events, in their order. */
  minutes: StatsPointView[];
}

/** Reads the recent minutes of many campaigns at once. */
export abstract class CampaignMinutesReader {
  /** The campaigns with the most impressions between two times (ms since 1970, the second exclusive), those first that had most. */
  abstract busiest(query: { from: number; to: number; limit: number }): Promise<CampaignMinutesView[]>;
  /** Campaigns that had anything between two times (ms since 1970, the second exclusive), in the order of their ids: the next some after one. */
  abstract next(query: { from: number; to: number; after: string | undefined; limit: number }): Promise<CampaignMinutesView[]>;
}

/** What the events of a minute on one type of device say about people. */
export interface DeviceEngagementView {
  deviceType: string;
  impressions: number;
  clicks: number;
  /** How many different ones. */
  users: number;
  /** Over the clicks that name an impression of the thirty minutes before them; null without any. */
  meanTimeToClickMs: number | null;
}

/** Reads engagement by type of device, over all campaigns. */
export abstract class DeviceEngagementReader {
  /** What was counted between two times (ms since 1970, the second exclusive), by minute: quick, and grows when anything has come. */
  abstract counts(from: number, to: number): Promise<{ minute: number; deviceType: string; impressions: number; clicks: number }[]>;
  /** Of one minute. Reads the events that have arrived since shortly before it began. */
  abstract ofMinute(minute: number): Promise<DeviceEngagementView[]>;
}
