import type { CampaignOutreach, OutreachView } from '../../../../libs/outreach/application/outreach-views.ts';
import { DISPATCH_STATUSES } from '../../../../libs/outreach/domain/dispatch.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import { type DispatchBody, dispatchSchema, toDispatchBody } from './dispatch.schema.ts';
import { type FeedbackBody, feedbackSchema, toFeedbackBody } from './feedback.schema.ts';
import { type ImportBody, importSchema, toImportBody } from './import.schema.ts';

const count = { type: 'integer', minimum: 0 } as const;
const time = { type: 'string', format: 'date-time' } as const;

const orNull = <Schema extends { type: string }>(schema: Schema): Omit<Schema, 'type'> & { type: [Schema['type'], 'null'] } => ({ ...schema, type: [schema.type, 'null'] });

export const outreachSchema = {
  type: 'object',
  required: ['as_of', 'campaign_id', 'recipients', 'dispatch', 'failures', 'feedback', 'import'],
  properties: {
    as_of: time,
    campaign_id: { type: 'string' },
    recipients: {
      type: 'object',
      required: ['total', 'queued', 'sending', 'sent', 'failed', 'unsubscribed'],
      properties: { total: count, queued: count, sending: count, sent: count, failed: count, unsubscribed: { ...count, description: 'Who wants no requests; each is also counted by its status.' } },
      description: 'Of the same moment as the sums of the dispatch.',
    },
    dispatch: { ...orNull(dispatchSchema), description: 'The newest.' },
    failures: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message', 'count'],
        properties: { code: { type: 'string', description: 'See docs/outreach.md.' }, message: { type: 'string', description: 'Of one of them.' }, count },
      },
      description: 'Recipients whose status is failed, by reason, the most frequent first.',
    },
    feedback: feedbackSchema,
    import: { ...orNull(importSchema), description: 'The newest.' },
  },
} as const;

const summarySchema = {
  type: 'object',
  required: ['campaign_id', 'name', 'recipients', 'dispatch', 'responses', 'average_rating'],
  properties: {
    campaign_id: { type: 'string' },
    name: { type: 'string' },
    recipients: count,
    dispatch: {
      type: ['object', 'null'],
      required: ['id', 'status', 'total', 'queued', 'sending', 'sent', 'failed', 'unsubscribed', 'released', 'pause', 'created_at', 'started_at'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        status: { type: 'string', enum: DISPATCH_STATUSES },
        total: count,
        queued: count,
        sending: count,
        sent: count,
        failed: count,
        unsubscribed: count,
        released: count,
        pause: dispatchSchema.properties.pause,
        created_at: time,
        started_at: { type: ['string', 'null'], format: 'date-time' },
      },
      description: 'The newest.',
    },
    responses: count,
    average_rating: { type: ['number', 'null'] },
  },
} as const;

export const outreachListSchema = { type: 'object', required: ['items'], properties: { items: { type: 'array', items: summarySchema } } } as const;

export interface OutreachBody {
  as_of: string;
  campaign_id: string;
  recipients: OutreachView['recipients'];
  dispatch: DispatchBody | null;
  failures: OutreachView['failures'];
  feedback: FeedbackBody;
  import: ImportBody | null;
}

export interface SummaryBody {
  campaign_id: string;
  name: string;
  recipients: number;
  dispatch: Pick<DispatchBody, 'id' | 'status' | 'total' | 'queued' | 'sending' | 'sent' | 'failed' | 'unsubscribed' | 'released' | 'pause' | 'created_at' | 'started_at'> | null;
  responses: number;
  average_rating: number | null;
}

export function toOutreachBody(view: OutreachView, asOf: number): OutreachBody {
  return {
    as_of: formatUtcTime(asOf),
    campaign_id: view.campaignId,
    recipients: view.recipients,
    dispatch: view.dispatch && toDispatchBody(view.dispatch),
    failures: view.failures,
    feedback: toFeedbackBody(view.feedback),
    import: view.import && toImportBody(view.import),
  };
}

export function toSummaryBody({ campaignId, name, recipients, dispatch, responses, averageRating }: CampaignOutreach): SummaryBody {
  return {
    campaign_id: campaignId,
    name,
    recipients,
    dispatch: dispatch && {
      id: dispatch.id,
      status: dispatch.status,
      total: dispatch.queued + dispatch.sending + dispatch.sent + dispatch.failed,
      queued: dispatch.queued,
      sending: dispatch.sending,
      sent: dispatch.sent,
      failed: dispatch.failed,
      unsubscribed: dispatch.unsubscribed,
      released: dispatch.released,
      pause: dispatch.pause && { ...dispatch.pause, at: formatUtcTime(Math.floor(dispatch.pause.at)) },
      created_at: formatUtcTime(dispatch.createdAt),
      started_at: dispatch.startedAt === null ? null : formatUtcTime(dispatch.startedAt),
    },
    responses,
    average_rating: averageRating,
  };
}
