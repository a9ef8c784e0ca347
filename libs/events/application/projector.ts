import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { type Check, readRecord } from '../../kernel/record-fields.ts';
import { type ReadableRecord, type Report, type ResultRecord, takeRecords } from '../../kernel/take-records.ts';
import type { DetailsArrived, EventsAccepted } from '../domain/domain-events.ts';
import { minuteOf } from '../domain/minute.ts';
import type { PipelineFigures } from './pipeline-figures.ts';
import { checkBreakdown, checkCounted, checkMinute, checkRun, isTick } from './result-records.ts';
import type { CampaignMinute, EventRecord, RecentEvents, StreamedCounts } from './streaming-ports.ts';

/** More than a page shows: of a campaign that gets thousands of events a second, the others pass by unseen. */
const SHOWN_OF_A_BATCH = 100;

/**
 * Takes over what was counted elsewhere. What it is told may be told again: it changes nothing the second time. A record that cannot be read
 * or stored (`EVENT_REFUSED`) is reported and left out.
 */
export class Projector {
  constructor(
    private readonly counts: StreamedCounts,
    private readonly recent: RecentEvents,
    private readonly publisher: DomainEventPublisher,
    private readonly figures: PipelineFigures,
    private readonly report: Report,
  ) {}

  /**
   * Records of the topics that hold counts.
   *
   * @throws DomainError `EVENT_STORE_UNAVAILABLE`: nothing is lost if it is told all of them again
   */
  async count(records: readonly ResultRecord[]): Promise<void> {
    const of = (topic: string): ResultRecord[] => records.filter((record) => record.topic === topic);
    await this.take(of('minute-stats'), checkMinute, async (part) => {
      const { commit, minutes } = await this.counts.minutes(textsOf(part));
      const count = minutes.reduce((sum, { impressions, clicks }) => sum + impressions + clicks, 0);
      if (minutes.length > 0) this.publisher.publish<EventsAccepted>({ type: 'EventsAccepted', commit, count, minutes });
    });
    await this.take(of('minute-breakdowns'), checkBreakdown, async (part) => this.tell(await this.counts.breakdowns(textsOf(part))));
    await this.take(of('simulation-counts'), checkRun, (part) => this.counts.runs(textsOf(part)));
  }

  /**
   * Records of `counted-events`.
   *
   * @throws DomainError as {@link count}
   */
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
    await this.take(shown.reverse(), checkCounted, async (part: readonly ReadableRecord<EventRecord>[]) => {
      const events = part.map(({ fields }) => fields);
      await this.recent.add(textsOf(part), events.map((event) => event.campaign_id!));
      this.tell(events.map((event) => ({ campaignId: event.campaign_id!, minute: minuteOf(event.occurred_at) })));
    });
    // Of ticks and attributions alone there is nothing to store.
    this.figures.handled('counted-events');
  }

  private tell(minutes: readonly CampaignMinute[]): void {
    const distinct = new Map(minutes.map((each) => [`${each.minute} ${each.campaignId}`, each]));
    if (distinct.size > 0) this.publisher.publish<DetailsArrived>({ type: 'DetailsArrived', minutes: [...distinct.values()] });
  }

  private async take<Read>(records: readonly ResultRecord[], check: Check, store: (part: readonly ReadableRecord<Read>[]) => Promise<void>): Promise<void> {
    await takeRecords(records, check, store, this.report);
    if (records.length > 0) this.figures.handled(records[0]!.topic);
  }
}

function textsOf(part: readonly ReadableRecord<unknown>[]): string[] {
  return part.map(({ text }) => text);
}
