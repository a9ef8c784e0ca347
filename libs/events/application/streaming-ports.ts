import type { AdEventType } from '../domain/ad-event.ts';
import type { MinuteTally } from '../domain/minute.ts';

/** What counts have grown by, and in which commit; see {@link TotalsSnapshot.covers}. */
export interface Growth {
  commit: string;
  minutes: MinuteTally[];
}

export interface CampaignMinute {
  campaignId: string;
  /** Its start, milliseconds since 1970. */
  minute: number;
}

/**
 * What was counted elsewhere, as it is told: records with absolute values, again and in any order. Of each key the largest values hold,
 * and only what they have grown by is added to the minutes, in the same transaction: telling something twice adds nothing.
 *
 * Records are JSON texts as in docs/pipeline.md, because numbers of JavaScript would not keep money exactly.
 *
 * @throws DomainError `EVENT_REFUSED` (invalid) when one of them cannot be stored, ever; nothing was. `EVENT_STORE_UNAVAILABLE`
 * (unavailable) when they are to be told again
 */
export abstract class StreamedCounts {
  /** Records of `minute-stats`. */
  abstract minutes(records: readonly string[]): Promise<Growth>;
  /** Records of `minute-breakdowns`. @returns the minutes in which something has grown */
  abstract breakdowns(records: readonly string[]): Promise<CampaignMinute[]>;
  /** Records of `simulation-counts`. */
  abstract runs(records: readonly string[]): Promise<void>;
}

/** The newest events of each campaign, where not all are kept. */
export abstract class RecentEvents {
  /**
   * Records of `counted-events`, in the order of their arrival; those that are there already change nothing. The oldest of these campaigns go.
   *
   * @param campaignIds of each record
   * @throws DomainError as {@link StreamedCounts}
   */
  abstract add(records: readonly string[], campaignIds: readonly string[]): Promise<void>;
}

/**
 * Events that came too late for whoever counts to tell whether they came before. They are known by their door and their id.
 *
 * @throws DomainError `EVENT_REFUSED` (invalid) when one of them cannot be stored, ever; nothing was. `EVENT_STORE_UNAVAILABLE`
 * (unavailable) when they are to be told again
 */
export abstract class LateEvents {
  /** Of which of these minutes, by campaign and device, anything was counted elsewhere: an event of any other cannot be among it. */
  abstract areCounted(minutes: readonly (CampaignMinute & { deviceType: string })[]): Promise<boolean[]>;
  /** Keeps records of `late-events` that are not counted; those that are kept or stored already change nothing. */
  abstract putAside(records: readonly string[]): Promise<void>;
}

/** Events that were put aside, and not counted. */
export abstract class EventsAside {
  /**
   * How many there are; 10,001 stands for any larger number, because finding out takes as long as there are events.
   *
   * @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable)
   */
  abstract count(): Promise<number>;
}

/** How many events of a simulation's run were counted elsewhere, so far. */
export abstract class StreamedRuns {
  /** @throws DomainError `EVENT_STORE_UNAVAILABLE` (unavailable) */
  abstract counted(runId: string): Promise<{ impressions: number; clicks: number }>;
}

/** A record of `counted-events` or `late-events`. */
export interface EventRecord {
  event_id: string;
  door: string;
  type: AdEventType | 'attribution';
  campaign_id: string | null;
  creative_id: string | null;
  source: string;
  user_id: string | null;
  device_type: string | null;
  impression_id: string | null;
  cost: number | null;
  metadata: string | null;
  occurred_at: number;
}
