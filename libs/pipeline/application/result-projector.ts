import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { absentOr, type Check, count, type Fields, text, time } from '../../kernel/record-fields.ts';
import { type ReadableRecord, type Report, type ResultRecord, takeRecords } from '../../kernel/take-records.ts';
import { ANOMALY_KINDS, type AnomalyKind } from '../domain/anomaly.ts';
import type { AnomaliesChanged, AnomalyBegan } from '../domain/domain-events.ts';
import type { AnomalyStore, DeviceMinute, DeviceMinuteStore, SavedAnomaly } from './ports.ts';

export const ENGAGEMENT_TOPIC = 'device-engagement-minute';
export const ANOMALIES_TOPIC = 'ctr-anomalies';

interface EngagementFields {
  minute: number;
  device_type: string;
  impressions: number;
  clicks: number;
  users: number;
  mean_time_to_click_ms?: number | null;
}

interface AnomalyFields {
  campaign_id: string;
  kind: AnomalyKind;
  since: number;
  minute: number;
  phase: 'begins' | 'continues' | 'ends';
  is_outside: boolean;
  impressions: number;
  clicks: number;
  expected_ctr: number;
  low?: number | null;
  high?: number | null;
  expected_impressions: number;
}

/**
 * Writes down what Flink tells of devices and anomalies, in streaming mode. Told again, or in another order, it is the same in the end. A record
 * that cannot be read or stored is reported and left out.
 */
export class ResultProjector {
  constructor(
    private readonly devices: DeviceMinuteStore,
    private readonly anomalies: AnomalyStore,
    private readonly publisher: DomainEventPublisher,
    private readonly report: Report,
    /** Told the topic of records that were dealt with. */
    private readonly handled: (topic: string) => void,
  ) {}

  /** @throws DomainError `PIPELINE_UNAVAILABLE` (unavailable): nothing is lost when it is told again */
  async project(records: readonly ResultRecord[]): Promise<void> {
    const of = (topic: string): ResultRecord[] => records.filter((record) => record.topic === topic);
    await takeRecords<EngagementFields>(of(ENGAGEMENT_TOPIC), checkEngagement, (part) => this.devices.save(minutesOf(part)), this.report);
    await takeRecords<AnomalyFields>(of(ANOMALIES_TOPIC), checkAnomaly, (part) => this.write(anomaliesOf(part)), this.report);
    for (const topic of new Set(records.map((record) => record.topic))) this.handled(topic);
  }

  private async write(changed: readonly SavedAnomaly[]): Promise<void> {
    const begun = await this.anomalies.save(changed);
    for (const campaignId of new Set(changed.map((each) => each.campaignId))) this.publisher.publish<AnomaliesChanged>({ type: 'AnomaliesChanged', campaignId });
    for (const anomaly of begun) this.publisher.publish<AnomalyBegan>({ type: 'AnomalyBegan', anomaly });
  }
}

/** Each as it was told last. */
function minutesOf(part: readonly ReadableRecord<EngagementFields>[]): DeviceMinute[] {
  const minutes = part.map(({ fields: { minute, device_type: deviceType, impressions, clicks, users, mean_time_to_click_ms: meanTimeToClickMs = null } }) => ({ minute, deviceType, impressions, clicks, users, meanTimeToClickMs }));
  return [...new Map(minutes.map((each) => [`${each.minute} ${each.deviceType}`, each])).values()];
}

function anomaliesOf(part: readonly ReadableRecord<AnomalyFields>[]): SavedAnomaly[] {
  const anomalies = new Map<string, SavedAnomaly>();
  for (const { fields } of part) {
    const told = toAnomaly(fields);
    const key = `${told.kind} ${told.since} ${told.campaignId}`;
    const before = anomalies.get(key);
    anomalies.set(key, before === undefined ? told : later(before, told));
  }
  return [...anomalies.values()];
}

function toAnomaly(fields: AnomalyFields): SavedAnomaly {
  const { campaign_id: campaignId, kind, since, minute, phase, is_outside: isOutside, impressions, clicks, expected_ctr: expectedCtr, low = null, high = null, expected_impressions: expectedImpressions } = fields;
  const isOver = phase === 'ends';
  return { campaignId, kind, since, lastMinute: minute, isOver, ending: isOver ? { impressions, clicks } : undefined, figures: { impressions, clicks, expectedCtr, low, high, expectedImpressions }, isUsual: !isOutside };
}

/** Figures are those of the last minute that was not as usual. */
function later(before: SavedAnomaly, told: SavedAnomaly): SavedAnomaly {
  if (told.lastMinute < before.lastMinute) return before;
  const figures: Pick<SavedAnomaly, 'figures' | 'isUsual'> = told.isUsual && !before.isUsual ? { figures: before.figures, isUsual: false } : { figures: told.figures, isUsual: told.isUsual ?? false };
  return { ...told, ...figures };
}

const checkEngagement: Check = (fields) =>
  minute(fields, 'minute') ?? text(fields, 'device_type') ?? count(fields, 'impressions') ?? count(fields, 'clicks') ?? count(fields, 'users') ?? absentOr(number, fields, 'mean_time_to_click_ms');

const checkAnomaly: Check = (fields) =>
  text(fields, 'campaign_id') ??
  one(ANOMALY_KINDS, fields, 'kind') ??
  minute(fields, 'since') ??
  minute(fields, 'minute') ??
  one(['begins', 'continues', 'ends'], fields, 'phase') ??
  one([true, false], fields, 'is_outside') ??
  count(fields, 'impressions') ??
  count(fields, 'clicks') ??
  number(fields, 'expected_ctr') ??
  absentOr(number, fields, 'low') ??
  absentOr(number, fields, 'high') ??
  number(fields, 'expected_impressions');

function minute(fields: Fields, name: string): string | undefined {
  return time(fields, name) ?? ((fields[name] as number) % 60_000 === 0 ? undefined : `${name} is no start of a minute`);
}

function number(fields: Fields, name: string): string | undefined {
  return Number.isFinite(fields[name]) ? undefined : `${name} is no number`;
}

function one(values: readonly unknown[], fields: Fields, name: string): string | undefined {
  return values.includes(fields[name]) ? undefined : `${name} is none`;
}
