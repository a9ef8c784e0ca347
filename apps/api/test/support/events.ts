import { randomUUID } from 'node:crypto';

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

/** A valid event with an id of its own. */
export function eventBody(changes: Partial<Record<keyof EventBody, unknown>> = {}): EventBody {
  return {
    event_id: randomUUID(),
    type: 'impression',
    campaign_id: 'camp_123',
    source: 'web',
    occurred_at: '2026-02-10T21:10:00Z',
    ...changes,
  } as EventBody;
}
