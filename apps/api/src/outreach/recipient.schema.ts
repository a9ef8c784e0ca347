import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { Attempt, RecipientView } from '../../../../libs/outreach/application/ports.ts';
import { RECIPIENT_STATUSES, type RecipientStatus } from '../../../../libs/outreach/domain/recipient.ts';

export interface RecipientBody {
  id: string;
  campaign_id: string;
  name: string;
  email: string | null;
  phone: string | null;
  status: RecipientStatus;
  attempts: number;
  last_error: string | null;
  last_error_code: string | null;
  next_attempt_at: string | null;
  sent_at: string | null;
  dispatch_id: string | null;
  unsubscribed: boolean;
  rating: number | null;
  responded_at: string | null;
  created_at: string;
  updated_at: string;
}

const time = { type: 'string', format: 'date-time' } as const;
const timeOrNull = { type: ['string', 'null'], format: 'date-time' } as const;

export const recipientSchema = {
  type: 'object',
  required: [
    'id', 'campaign_id', 'name', 'email', 'phone', 'status', 'attempts', 'last_error', 'last_error_code', 'next_attempt_at', 'sent_at', 'dispatch_id', 'unsubscribed', 'rating', 'responded_at', 'created_at', 'updated_at',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    campaign_id: { type: 'string' },
    name: { type: 'string' },
    email: { type: ['string', 'null'], description: 'In lower case. There is an e-mail address or a phone number, or both.' },
    phone: { type: ['string', 'null'], description: 'E.164.', example: '+4930123456' },
    status: { type: 'string', enum: RECIPIENT_STATUSES },
    attempts: { type: 'integer', description: 'In the last dispatch.' },
    last_error: { type: ['string', 'null'], description: 'For people.' },
    last_error_code: { type: ['string', 'null'], description: 'Stable.', example: 'SMTP_550' },
    next_attempt_at: { ...timeOrNull, description: 'While queued in a dispatch: not before this time.' },
    sent_at: timeOrNull,
    dispatch_id: { type: ['string', 'null'], format: 'uuid', description: 'The last dispatch that took this recipient up.' },
    unsubscribed: { type: 'boolean', description: 'Wants no more requests, of any campaign.' },
    rating: { type: ['integer', 'null'], minimum: 1, maximum: 5, description: 'What was answered.' },
    responded_at: timeOrNull,
    created_at: time,
    updated_at: time,
  },
} as const;

export function toRecipientBody(recipient: RecipientView): RecipientBody {
  return {
    id: recipient.id,
    campaign_id: recipient.campaignId,
    name: recipient.name,
    email: recipient.email,
    phone: recipient.phone,
    status: recipient.status,
    attempts: recipient.attempts,
    last_error: recipient.lastError,
    last_error_code: recipient.lastErrorCode,
    next_attempt_at: formatted(recipient.nextAttemptAt),
    sent_at: formatted(recipient.sentAt),
    dispatch_id: recipient.dispatchId,
    unsubscribed: recipient.unsubscribed,
    rating: recipient.rating,
    responded_at: formatted(recipient.respondedAt),
    created_at: formatUtcTime(recipient.createdAt),
    updated_at: formatUtcTime(recipient.updatedAt),
  };
}

export interface AttemptBody {
  dispatch_id: string;
  attempt: number;
  outcome: Attempt['outcome'];
  error_code: string | null;
  error: string | null;
  started_at: string;
  finished_at: string;
}

export const attemptsSchema = {
  type: 'object',
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['dispatch_id', 'attempt', 'outcome', 'error_code', 'error', 'started_at', 'finished_at'],
        properties: {
          dispatch_id: { type: 'string', format: 'uuid' },
          attempt: { type: 'integer', description: '1 for the first of its dispatch.' },
          outcome: { type: 'string', enum: ['sent', 'transient', 'permanent', 'lost'], description: 'Lost: the process ended in the middle of it, and nobody knows.' },
          error_code: { type: ['string', 'null'] },
          error: { type: ['string', 'null'] },
          started_at: time,
          finished_at: time,
        },
      },
    },
  },
} as const;

export function toAttemptBody({ dispatchId, attempt, outcome, errorCode, error, startedAt, finishedAt }: Attempt): AttemptBody {
  return { dispatch_id: dispatchId, attempt, outcome, error_code: errorCode, error, started_at: formatUtcTime(startedAt), finished_at: formatUtcTime(finishedAt) };
}

function formatted(time: number | null): string | null {
  return time === null ? null : formatUtcTime(time);
}
