import { randomUUID } from 'node:crypto';
import type { AdEvent } from '../../../../libs/events/domain/ad-event.ts';
import { parseEvent } from '../../src/events/event.schema.ts';

export interface EventBody {
  event_id: string;
  type: 'click' | 'impression';
  campaign_id: string;
  source: string;
  occurred_at: string;
  creative_id?: string | null;
  user_id?: string | null;
  metadata?: Record<string, unknown> | null;
}

type Changes = Partial<Record<keyof EventBody, unknown>>;

/** A valid event with an id of its own. */
export function eventBody(changes: Changes = {}): EventBody {
  return {
    event_id: randomUUID(),
    type: 'impression',
    campaign_id: 'camp_123',
    source: 'web',
    occurred_at: '2026-02-10T21:10:00Z',
    ...changes,
  } as EventBody;
}

/** The same, as the ingest command takes it. */
export function adEvent(changes: Changes = {}): AdEvent {
  const event = parseEvent(eventBody(changes));
  if (Array.isArray(event)) throw new Error(`a test made an event that is none: ${JSON.stringify(event)}`);
  return event;
}
