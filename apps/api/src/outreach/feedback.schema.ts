import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { FeedbackFigures, FeedbackPoint, ResponseView } from '../../../../libs/outreach/application/ports.ts';
import { MAX_COMMENT } from '../../../../libs/outreach/domain/feedback.ts';

const time = { type: 'string', format: 'date-time' } as const;
const rating = { type: 'integer', minimum: 1, maximum: 5, description: 'The best is 5.' } as const;

export const answerSchema = {
  type: 'object',
  required: ['rating'],
  properties: { rating, comment: { type: 'string', maxLength: MAX_COMMENT, description: 'Plain text; markup in it has no meaning.' } },
};

export const subscriptionSchema = { type: 'object', required: ['unsubscribed'], properties: { unsubscribed: { type: 'boolean' } } } as const;

export interface FeedbackBody {
  sent: number;
  failed: number;
  responses: number;
  delivery_rate: number | null;
  response_rate: number | null;
  average_rating: number | null;
  ratings: number[];
  average_response_seconds: number | null;
  median_response_seconds: number | null;
}

const rate = (of: string): object => ({ type: ['number', 'null'], minimum: 0, maximum: 1, description: of });
const seconds = { type: ['number', 'null'], description: 'From request to answer; null while nobody has answered.' } as const;
const averageRating = { type: ['number', 'null'], description: '1 to 5; null when nobody has answered.' } as const;

export const feedbackSchema = {
  type: 'object',
  required: ['sent', 'failed', 'responses', 'delivery_rate', 'response_rate', 'average_rating', 'ratings', 'average_response_seconds', 'median_response_seconds'],
  properties: {
    sent: { type: 'integer', description: 'Recipients that were reached.' },
    failed: { type: 'integer', description: 'Recipients that could not be reached.' },
    responses: { type: 'integer' },
    delivery_rate: rate('sent ÷ (sent + failed); null while there are neither.'),
    response_rate: rate('responses ÷ sent; null while nothing is sent.'),
    average_rating: averageRating,
    ratings: { type: 'array', items: { type: 'integer' }, description: 'How many gave 1, 2, 3, 4 and 5.' },
    average_response_seconds: seconds,
    median_response_seconds: seconds,
  },
} as const;

export function toFeedbackBody({ sent, failed, responses, averageRating: average, ratings, averageAfterMs, medianAfterMs }: FeedbackFigures): FeedbackBody {
  return {
    sent,
    failed,
    responses,
    delivery_rate: sent + failed === 0 ? null : sent / (sent + failed),
    // Somebody may answer whom the last request did not reach, or not yet.
    response_rate: sent === 0 ? null : Math.min(1, responses / sent),
    average_rating: average,
    ratings,
    average_response_seconds: averageAfterMs === null ? null : averageAfterMs / 1000,
    median_response_seconds: medianAfterMs === null ? null : medianAfterMs / 1000,
  };
}

export interface FeedbackPointBody {
  ts: string;
  sent: number;
  responses: number;
  average_rating: number | null;
}

export const feedbackReportSchema = {
  ...feedbackSchema,
  required: [...feedbackSchema.required, 'series'],
  properties: {
    ...feedbackSchema.properties,
    series: {
      type: 'array',
      description: 'Oldest first; hours or days (UTC) in which nothing happened are left out.',
      items: {
        type: 'object',
        required: ['ts', 'sent', 'responses', 'average_rating'],
        properties: { ts: time, sent: { type: 'integer' }, responses: { type: 'integer' }, average_rating: averageRating },
      },
    },
  },
} as const;

export function toFeedbackPointBody({ at, sent, responses, averageRating: average }: FeedbackPoint): FeedbackPointBody {
  return { ts: formatUtcTime(at), sent, responses, average_rating: average };
}

export interface ResponseBody {
  recipient_id: string;
  name: string;
  rating: number;
  comment: string;
  response_seconds: number | null;
  responded_at: string;
}

export const responseSchema = {
  type: 'object',
  required: ['recipient_id', 'name', 'rating', 'comment', 'response_seconds', 'responded_at'],
  properties: {
    recipient_id: { type: 'string', format: 'uuid' },
    name: { type: 'string' },
    rating,
    comment: { type: 'string', description: 'Empty when nothing was said. Plain text; markup in it has no meaning.' },
    response_seconds: { type: ['number', 'null'], description: 'From request to answer; null when it was answered before it was known to be sent.' },
    responded_at: time,
  },
} as const;

export function toResponseBody({ recipientId, name, rating: stars, comment, afterMs, respondedAt }: ResponseView): ResponseBody {
  return { recipient_id: recipientId, name, rating: stars, comment, response_seconds: afterMs === null ? null : afterMs / 1000, responded_at: formatUtcTime(respondedAt) };
}
