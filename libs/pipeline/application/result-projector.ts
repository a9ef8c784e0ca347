import { readRecord } from '../../events/application/result-records.ts';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { type Anomaly, ANOMALY_KINDS, type AnomalyKind } from '../domain/anomaly.ts';
import type { AnomaliesChanged, AnomalyBegan } from '../domain/domain-events.ts';
import type { AnomalyStore, DeviceMinute, DeviceMinuteStore, SavedAnomaly } from './ports.ts';

export const ENGAGEMENT_TOPIC = 'device-engagement-minute';
export const ANOMALIES_TOPIC = 'ctr-anomalies';

interface ResultRecord {
  topic: string;
  partition: number;
  offset: bigint;
  value: string | null;
}

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

type Report = (message: string, details: object) => void;

/** Writes down what Flink tells of devices and anomalies, in streaming mode. Told again, or in another order, it is the same in the end. */
export class ResultProjector {
  constructor(
    private readonly devices: DeviceMinuteStore,
    private readonly anomalies: AnomalyStore,
    private readonly publisher: DomainEventPublisher,
    private readonly report: Report,
  ) {}

  /** @throws DomainError `PIPELINE_UNAVAILABLE` (unavailable): nothing is lost when it is told again */
  async project(records: readonly ResultRecord[]): Promise<void> {
    const minutes = new Map<string, DeviceMinute>();
    for (const fields of this.read<EngagementFields>(records, ENGAGEMENT_TOPIC, checkEngagement)) {
      const { minute, device_type: deviceType, impressions, clicks, users, mean_time_to_click_ms: meanTimeToClickMs = null } = fields;
      minutes.set(`${minute} ${deviceType}`, { minute, deviceType, impressions, clicks, users, meanTimeToClickMs });
    }
    await this.devices.save([...minutes.values()]);

    const anomalies = new Map<string, SavedAnomaly>();
    for (const fields of this.read<AnomalyFields>(records, ANOMALIES_TOPIC, checkAnomaly)) {
      const told = toAnomaly(fields);
      const key = `${told.kind} ${told.since} ${told.campaignId}`;
      const before = anomalies.get(key);
      anomalies.set(key, before === undefined ? told : later(before, told));
    }
    await this.write([...anomalies.values()]);
  }

  private async write(changed: readonly SavedAnomaly[]): Promise<void> {
    if (changed.length === 0) return;
    const begun = await this.anomalies.save(changed);
    for (const campaignId of new Set(changed.map((each) => each.campaignId))) this.publisher.publish<AnomaliesChanged>({ type: 'AnomaliesChanged', campaignId });
    for (const anomaly of begun) this.publisher.publish<AnomalyBegan>({ type: 'AnomalyBegan', anomaly });
  }

  private read<Fields>(records: readonly ResultRecord[], topic: string, check: (fields: Record<string, unknown>) => string | undefined): Fields[] {
    return records.flatMap((record) => {
      // A value of null says that there is nothing under a key any more; nothing here is taken back.
      if (record.topic !== topic || record.value === null) return [];
      const fields = readRecord<Fields>(record.value, check);
      if (typeof fields !== 'string') return [fields];
      this.report('a record of the pipeline is passed over', { topic, partition: record.partition, offset: String(record.offset), problem: fields });
      return [];
    });
  }
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

type Fields = Record<string, unknown>;

const [FIRST_MS, LAST_MS] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

function checkEngagement(fields: Fields): string | undefined {
  return wrong(fields, { minute: isMinute, device_type: isText, impressions: isCount, clicks: isCount, users: isCount, mean_time_to_click_ms: isNumberOrNothing });
}

function checkAnomaly(fields: Fields): string | undefined {
  return wrong(fields, {
    campaign_id: isText,
    kind: (value) => ANOMALY_KINDS.includes(value as Anomaly['kind']),
    since: isMinute,
    minute: isMinute,
    phase: (value) => ['begins', 'continues', 'ends'].includes(value as string),
    is_outside: (value) => typeof value === 'boolean',
    impressions: isCount,
    clicks: isCount,
    expected_ctr: Number.isFinite,
    low: isNumberOrNothing,
    high: isNumberOrNothing,
    expected_impressions: Number.isFinite,
  });
}

function wrong(fields: Fields, checks: Record<string, (value: unknown) => boolean>): string | undefined {
  const name = Object.keys(checks).find((each) => !checks[each]!(fields[each]));
  return name && `${name} is not what it should be`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0') && value.isWellFormed();
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isMinute(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= FIRST_MS && (value as number) <= LAST_MS && (value as number) % 60_000 === 0;
}

function isNumberOrNothing(value: unknown): boolean {
  return value === null || value === undefined || Number.isFinite(value);
}
