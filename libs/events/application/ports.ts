import type { AdEvent } from '../domain/ad-event.ts';

export interface AppendResult {
  /** For each event given, in order: true when this call stored it, false when its event_id was stored before. */
  stored: boolean[];
  /** Marks the commit; see {@link TotalsSnapshot.covers}. */
  commit: string;
}

/** Where events and their minutes are kept. */
export abstract class EventStore {
  /**
   * Stores, in one atomic and durable step, every event whose event_id is not stored yet, and adds exactly those to
   * their minutes. When it resolves, the events survive a crash.
   *
   * @param events with distinct event ids
   * @throws DomainError `EVENT_REFUSED` (invalid) when a row cannot be stored as it is; nothing was stored
   * @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable); the events may or may not have been stored
   */
  abstract append(events: readonly AdEvent[]): Promise<AppendResult>;
}

/**
 * Remembers ids that are known to be committed, to spare the store. It may forget anything at any time and answer late
 * or not at all; it must never name an id that was not remembered.
 */
export abstract class DedupeCache {
  /** Which of these event ids are known to be stored. Never rejects: a cache that fails knows nothing. */
  abstract known(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes note of stored ids. Returns at once. */
  abstract remember(eventIds: readonly string[]): void;
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
