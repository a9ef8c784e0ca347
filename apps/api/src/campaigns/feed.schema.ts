import type { StoredEventView } from '../../../../libs/events/application/ports.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

export interface FeedEventBody {
  event_id: string;
  type: 'click' | 'impression';
  creative_id: string | null;
  source: string;
  user_id: string | null;
  occurred_at: string;
  received_at: string;
  metadata: unknown;
  metadata_shortened: boolean;
}

const time = { type: 'string', format: 'date-time' } as const;

export const feedSchema = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['event_id', 'type', 'creative_id', 'source', 'user_id', 'occurred_at', 'received_at', 'metadata', 'metadata_shortened'],
        properties: {
          event_id: { type: 'string' },
          type: { type: 'string', enum: ['click', 'impression'] },
          creative_id: { type: ['string', 'null'] },
          source: { type: 'string' },
          user_id: { type: ['string', 'null'] },
          occurred_at: time,
          received_at: { ...time, description: 'When it was stored.' },
          metadata: { type: ['object', 'null'], additionalProperties: true },
          metadata_shortened: { type: 'boolean', description: 'Over 2,000 characters: only the keys that have a meaning are given.' },
        },
      },
    },
    next_cursor: { type: ['string', 'null'] },
  },
} as const;

export function toFeedEventBody(event: StoredEventView): FeedEventBody {
  return {
    event_id: event.eventId,
    type: event.type,
    creative_id: event.creativeId,
    source: event.source,
    user_id: event.userId,
    occurred_at: formatUtcTime(event.occurredAt),
    received_at: formatUtcTime(event.receivedAt),
    metadata: event.metadata,
    metadata_shortened: event.isShortened,
  };
}
