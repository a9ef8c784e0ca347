import type { Anomaly, AnomalyKind } from '../domain/anomaly.ts';

/** What one type of device had in a minute, over all campaigns. */
export interface DeviceMinute {
  /** Its start, ms since 1970. */
  minute: number;
  deviceType: string;
  impressions: number;
  clicks: number;
  /** How many different ones were seen; events that name none count for nobody. */
  users: number;
  /** Null when of no click it is known which impression it came of. */
  meanTimeToClickMs: number | null;
}

/**
 * Where engagement by device is kept.
 *
 * @throws DomainError `PIPELINE_UNAVAILABLE` (unavailable)
 */
export abstract class DeviceMinuteStore {
  /** From a minute on, up to another one (ms since 1970, exclusive), in no order. */
  abstract between(from: number, to: number): Promise<DeviceMinute[]>;
  /**
   * Replaces those that it has, except by less: counts only grow, and an older record may come after a newer one.
   *
   * @throws DomainError `PIPELINE_RESULT_REFUSED` (invalid) when one of them cannot be stored; nothing was
   */
  abstract save(minutes: readonly DeviceMinute[]): Promise<void>;
}

/** Where a page ended: the next one begins after this anomaly. */
export interface AnomalyPosition {
  since: number;
  campaignId: string;
  kind: AnomalyKind;
}

export interface AnomalyQuery {
  campaignId?: string | undefined;
  /** Those that last into this time or begin after it, ms since 1970. */
  from?: number | undefined;
  /** Those that begin before this time. */
  to?: number | undefined;
  /** Those that are not over, as far as is known, and were seen in this minute or after it. */
  lastsAt?: number | undefined;
  limit: number;
  after?: AnomalyPosition | undefined;
}

/** @property isUsual its figures are of a minute that was as usual: they tell nothing, unless nothing else is known */
export type SavedAnomaly = Anomaly & { isUsual?: boolean };

/**
 * Where anomalies are kept.
 *
 * @throws DomainError `PIPELINE_UNAVAILABLE` (unavailable)
 */
export abstract class AnomalyStore {
  /** Those that began last first. */
  abstract newest(query: AnomalyQuery): Promise<Anomaly[]>;
  /** Those that are not over, and those whose last minute is this one or comes after it, in no order. */
  abstract reachingInto(minute: number): Promise<Anomaly[]>;
  /**
   * Writes what has become of anomalies, each at most once in a call: nothing of an earlier minute replaces a later one, and what is over
   * in a minute does not begin again in it.
   *
   * @returns those that were not known before
   * @throws DomainError `PIPELINE_RESULT_REFUSED` (invalid) when one of them cannot be stored; nothing was
   */
  abstract save(anomalies: readonly SavedAnomaly[]): Promise<Anomaly[]>;
}

/**
 * Which process watches in direct mode, and how far it is. One at a time; whoever watches says so again before its lease ends.
 *
 * @throws DomainError `PIPELINE_UNAVAILABLE` (unavailable)
 */
export abstract class WatchLease {
  /** @returns up to which minute campaigns were judged (ms since 1970, null before the first time); undefined while another one watches */
  abstract take(owner: string, leaseMs: number): Promise<{ judgedUntil: number | null } | undefined>;
  /** Writes down that all minutes before this one were judged, unless another one watches meanwhile. */
  abstract judged(owner: string, until: number): Promise<void>;
  abstract release(owner: string): Promise<void>;
}

interface JobView {
  name: string;
  /** `missing`: the cluster answers and knows no such job. `unknown`: it does not answer. */
  state: 'running' | 'restarting' | 'failed' | 'missing' | 'unknown';
  since: number | null;
  /** The last one that was completed, and how many failed since the job began. */
  checkpoint: { completedAt: number; durationMs: number; stateBytes: number; failed: number } | null;
}

export interface FlinkJobView extends JobView {
  recordsPerSecond: number | null;
  /** Milliseconds since 1970. */
  watermark: number | null;
}

export abstract class FlinkJobsReader {
  /** The jobs of these names. Rejects when the cluster does not answer. */
  abstract read(names: readonly string[]): Promise<FlinkJobView[]>;
}

export interface StageView {
  name: 'count-once' | 'aggregate' | 'anomalies' | 'projector';
  /** Records that it has still to read. */
  lag: number | null;
  recordsPerSecond: number | null;
}

/** How the streaming pipeline is. What cannot be found out is null, or said to be unknown: asking never fails. */
export interface StreamingView {
  brokers: { reachable: boolean; reason: string | null };
  jobs: JobView[];
  stages: StageView[];
  /** Every event up to this time (ms since 1970) is taken to have come. */
  watermark: number | null;
  /** Events that came too late to be counted. */
  setAside: number | null;
}

export interface PipelineStatusView {
  /** Start of the minute (ms since 1970) after the last one that was judged. */
  judgedUntil: number | null;
  /** Null in direct mode. */
  streaming: StreamingView | null;
}

/** @throws DomainError `PIPELINE_UNAVAILABLE` (unavailable) */
export abstract class PipelineStatusReader {
  abstract read(): Promise<PipelineStatusView>;
}
