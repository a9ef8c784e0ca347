import { DomainError } from '../../kernel/domain-error.ts';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { DetailsArrived, EventsAccepted } from '../domain/domain-events.ts';
import { minuteOf } from '../domain/minute.ts';
import type { PipelineFigures } from './pipeline-figures.ts';
import { checkBreakdown, checkCounted, checkMinute, checkRun, isTick, readRecord } from './result-records.ts';
import type { CampaignMinute, EventRecord, RecentEvents, StreamedCounts } from './streaming-ports.ts';

/** A record of a topic; `value` is JSON. */
export interface ResultRecord {
  topic: string;
  partition: number;
  offset: bigint;
  value: string | null;
}

export type Report = (message: string, details: object) => void;

/** Rows that are locked in one transaction: ingest beside it, if there is any, waits some tens of milliseconds at most. */
const AT_ONCE = 2_000;

/** More than a page shows: of a campaign that gets thousands of events a second, the others pass by unseen. */
const SHOWN_OF_A_BATCH = 100;

/** Takes over what was counted elsewhere. What it is told may be told again: it changes nothing the second time. */
export class Projector {
  constructor(
    private readonly counts: StreamedCounts,
    private readonly recent: RecentEvents,
    private readonly publisher: DomainEventPublisher,
    private readonly figures: PipelineFigures,
    private readonly report: Report,
  ) {}

  /** Records of the topics that hold counts. */
  async count(records: readonly ResultRecord[]): Promise<void> {
    const of = (topic: string): ResultRecord[] => records.filter((record) => record.topic === topic);
    await this.take(of('minute-stats'), checkMinute, async (texts) => {
      const { commit, minutes } = await this.counts.minutes(texts);
      const count = minutes.reduce((sum, { impressions, clicks }) => sum + impressions + clicks, 0);
      if (minutes.length > 0) this.publisher.publish<EventsAccepted>({ type: 'EventsAccepted', commit, count, minutes });
    });
    await this.take(of('minute-breakdowns'), checkBreakdown, async (texts) => this.tell(await this.counts.breakdowns(texts)));
    await this.take(of('simulation-counts'), checkRun, (texts) => this.counts.runs(texts));
  }

  /** Records of `counted-events`. */
  async show(records: readonly ResultRecord[]): Promise<void> {
    const ofCampaign = new Map<string, number>();
    const shown: ResultRecord[] = [];
    for (const record of records.toReversed()) {
      if (record.value !== null && isTick(record.value)) continue;
      const event = record.value === null ? '' : readRecord<EventRecord>(record.value, checkCounted);
      if (typeof event !== 'string') {
        if (event.type === 'attribution') continue;
        const count = ofCampaign.get(event.campaign_id!) ?? 0;
        if (count >= SHOWN_OF_A_BATCH) continue;
        ofCampaign.set(event.campaign_id!, count + 1);
      }
      shown.push(record);
    }
    this.figures.handled('counted-events');
    await this.take(shown.reverse(), checkCounted, async (texts, events) => {
      const minutes = (events as unknown as EventRecord[]).map((event) => ({ campaignId: event.campaign_id!, minute: minuteOf(event.occurred_at) }));
      await this.recent.add(texts, [...new Set(minutes.map(({ campaignId }) => campaignId))]);
      this.tell(minutes);
    });
  }

  private tell(minutes: readonly CampaignMinute[]): void {
    const distinct = new Map(minutes.map((each) => [`${each.minute} ${each.campaignId}`, each]));
    if (distinct.size > 0) this.publisher.publish<DetailsArrived>({ type: 'DetailsArrived', minutes: [...distinct.values()] });
  }

  /** Hands records on, those that can be read, in parts. Those that cannot are told of and left out; so are those that cannot be stored. */
  private async take(
    records: readonly ResultRecord[],
    check: Parameters<typeof readRecord>[1],
    store: (texts: string[], fields: Record<string, unknown>[]) => Promise<void>,
  ): Promise<void> {
    const readable: { record: ResultRecord; fields: Record<string, unknown> }[] = [];
    const problems: { record: ResultRecord; problem: string }[] = [];
    for (const record of records) {
      if (record.value === null) continue; // a key was deleted: what was counted of it stays
      const fields = readRecord(record.value, check);
      if (typeof fields === 'string') problems.push({ record, problem: fields });
      else readable.push({ record, fields });
    }
    const storeAll = async (part: typeof readable): Promise<void> => {
      try {
        await store(part.map(({ record }) => record.value!), part.map(({ fields }) => fields));
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'EVENT_REFUSED') throw error;
        if (part.length === 1) return void problems.push({ record: part[0]!.record, problem: String(error.cause) });
        const middle = part.length >> 1;
        await storeAll(part.slice(0, middle));
        await storeAll(part.slice(middle));
      }
    };
    for (let start = 0; start < readable.length; start += AT_ONCE) await storeAll(readable.slice(start, start + AT_ONCE));
    if (records.length > 0) this.figures.handled(records[0]!.topic);
    if (problems.length === 0) return;
    const [{ record, problem }] = problems as [(typeof problems)[number]];
    const { topic, partition, offset } = record;
    this.report('records of a topic cannot be read and are left out', { topic, records: problems.length, first: { partition, offset: String(offset), problem } });
  }
}
