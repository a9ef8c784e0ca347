import { DomainError } from '../../kernel/domain-error.ts';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { readRecord } from '../../kernel/record-fields.ts';
import type { Report, ResultRecord } from '../../kernel/take-records.ts';
import { type AdEvent, UNKNOWN_DEVICE } from '../domain/ad-event.ts';
import type { EventsAccepted } from '../domain/domain-events.ts';
import { minuteOf, tallyMinutes } from '../domain/minute.ts';
import type { CountingEventStore } from './ports.ts';
import { checkLate, metadataOf } from './result-records.ts';
import type { EventRecord, LateEvents } from './streaming-ports.ts';

/**
 * Deals with events that came so late that whoever counts has forgotten whether they came before. Of a minute in which it has counted
 * nothing it cannot have counted this one: such events are counted here, once, by their ids. The others are kept aside, and a click
 * without its impression is, too.
 */
export class LateArrivals {
  constructor(
    private readonly late: LateEvents,
    private readonly store: CountingEventStore,
    private readonly publisher: DomainEventPublisher,
    private readonly report: Report,
  ) {}

  /** Records of `late-events`. What it is told may be told again. */
  async take(records: readonly ResultRecord[]): Promise<void> {
    const read = records.flatMap(({ value }) => {
      if (value === null) return [];
      const fields = readRecord<EventRecord>(value, checkLate);
      if (typeof fields !== 'string') return [{ value, event: eventOf(fields) }];
      this.report('a late event cannot be read and is left out', { problem: fields });
      return [];
    });
    const known = read.flatMap(({ event }) => event ?? []);
    const areCounted = known.length === 0 ? [] : await this.late.areCounted(known.map((event) => ({ ...event, minute: minuteOf(event.occurredAt) })));
    const uncounted = new Map(known.filter((_, place) => !areCounted[place]).map((event) => [event.eventId, event]));
    const refused = await this.count([...uncounted.values()]);
    const aside = read.filter(({ event }) => event === undefined || !uncounted.has(event.eventId) || refused.has(event.eventId));
    if (aside.length > 0) await this.late.putAside(aside.map(({ value }) => value));
  }

  /** @returns ids of those that the store refuses */
  private async count(events: readonly AdEvent[]): Promise<ReadonlySet<string>> {
    if (events.length === 0) return new Set();
    try {
      const { stored, commit } = await this.store.append(events);
      const fresh = events.filter((_, place) => stored[place]);
      if (fresh.length > 0) this.publisher.publish<EventsAccepted>({ type: 'EventsAccepted', commit, count: fresh.length, minutes: tallyMinutes(fresh) });
      return new Set();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'EVENT_REFUSED') throw error;
      if (events.length === 1) return new Set([events[0]!.eventId]);
      const middle = events.length >> 1;
      return new Set([...(await this.count(events.slice(0, middle))), ...(await this.count(events.slice(middle)))]);
    }
  }
}

/** @returns undefined where nobody knows the campaign */
function eventOf(record: EventRecord): AdEvent | undefined {
  if (record.campaign_id === null || record.campaign_id === undefined || record.type === 'attribution') return undefined;
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
