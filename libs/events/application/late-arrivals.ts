import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { type ReadableRecord, type Report, type ResultRecord, storeUnlessRefused, takeRecords } from '../../kernel/take-records.ts';
import { type AdEvent, UNKNOWN_DEVICE } from '../domain/ad-event.ts';
import type { EventsAccepted } from '../domain/domain-events.ts';
import { minuteOf, tallyMinutes } from '../domain/minute.ts';
import type { CountingEventStore } from './ports.ts';
import { checkLate, metadataOf } from './result-records.ts';
import type { EventRecord, LateEvents } from './streaming-ports.ts';

/** Resolves when whatever was delivered before these records is counted, and its counts are here. Rejects if that cannot be said now. */
export type CountedBefore = (records: readonly ResultRecord[]) => Promise<void>;

/** The door whose late events nobody else counts: of the ad topics, those that are late now may be counted once the job has begun anew. */
const DOOR = 'events';

/**
 * Deals with events that came so late that whoever counts has forgotten whether they came before. Where it has counted nothing of their
 * campaign, minute and device it cannot have counted them: such events are counted here, once, by their ids. All others are kept aside,
 * those of ad servers always.
 */
export class LateArrivals {
  constructor(
    private readonly late: LateEvents,
    private readonly store: CountingEventStore,
    private readonly publisher: DomainEventPublisher,
    private readonly countedBefore: CountedBefore,
    private readonly report: Report,
  ) {}

  /**
   * Records of `late-events`. What it is told may be told again. One that can be stored nowhere (`EVENT_REFUSED`) is reported and left out.
   *
   * @throws DomainError `EVENT_STORE_UNAVAILABLE`, or whatever says that counts are behind: nothing is lost if it is told all of them again
   */
  async take(records: readonly ResultRecord[]): Promise<void> {
    await takeRecords(records, checkLate, (part: readonly ReadableRecord<EventRecord>[]) => this.deal(part), this.report);
  }

  private async deal(part: readonly ReadableRecord<EventRecord>[]): Promise<void> {
    const read = part.map(({ record, text, fields }) => ({ record, text, event: eventOf(fields) }));
    const known = read.flatMap(({ record, event }) => (event === undefined ? [] : [{ record, event }]));
    const uncounted = await this.uncounted(known);
    const refused = await storeUnlessRefused([...uncounted.values()], (events) => this.count(events));
    const aside = read.filter(({ event }) => {
      const counted = event && uncounted.get(event.eventId);
      return counted === undefined || refused.has(counted);
    });
    if (aside.length > 0) await this.late.putAside(aside.map(({ text }) => text));
  }

  /** @returns by id those that are to be counted here */
  private async uncounted(known: readonly { record: ResultRecord; event: AdEvent }[]): Promise<Map<string, AdEvent>> {
    const uncounted = new Map<string, AdEvent>();
    if (known.length === 0) return uncounted;
    await this.countedBefore(known.map(({ record }) => record));
    const areCounted = await this.late.areCounted(known.map(({ event }) => ({ ...event, minute: minuteOf(event.occurredAt) })));
    known.forEach(({ event }, place) => {
      if (!areCounted[place] && !uncounted.has(event.eventId)) uncounted.set(event.eventId, event);
    });
    return uncounted;
  }

  private async count(events: readonly AdEvent[]): Promise<void> {
    const { stored, commit } = await this.store.append(events);
    const fresh = events.filter((_, place) => stored[place]);
    if (fresh.length > 0) this.publisher.publish<EventsAccepted>({ type: 'EventsAccepted', commit, count: fresh.length, minutes: tallyMinutes(fresh) });
  }
}

/** @returns undefined for what is not counted here */
function eventOf(record: EventRecord): AdEvent | undefined {
  if (record.door !== DOOR || record.campaign_id === null || record.campaign_id === undefined || record.type === 'attribution') return undefined;
  let metadata: string | null;
  try {
    metadata = metadataOf(record);
  } catch {
    return undefined; // metadata that is no JSON: kept as it is
  }
  return {
    eventId: record.event_id,
    type: record.type,
    campaignId: record.campaign_id,
    creativeId: record.creative_id ?? null,
    source: record.source,
    occurredAt: record.occurred_at,
    userId: record.user_id ?? null,
    metadata,
    deviceType: record.device_type || UNKNOWN_DEVICE,
    cost: record.type === 'impression' ? (record.cost ?? 0) : 0,
  };
}
