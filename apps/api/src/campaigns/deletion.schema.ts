import type { DeletionView } from '../../../../libs/events/application/ports.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

export interface DeletionBody {
  campaign_id: string;
  total: number;
  deleted: number;
  started_at: string;
  finished_at: string | null;
}

const time = { type: 'string', format: 'date-time' } as const;

export const deletionSchema = {
  type: 'object',
  required: ['campaign_id', 'total', 'deleted', 'started_at', 'finished_at'],
  properties: {
    campaign_id: { type: 'string' },
    total: { type: 'integer', description: 'Events that there were when it was asked for, and those on their way that go with them.' },
    deleted: { type: 'integer' },
    started_at: time,
    finished_at: { type: ['string', 'null'], format: 'date-time', description: 'null while it goes on.' },
  },
} as const;

export function toDeletionBody({ campaignId, total, deleted, startedAt, finishedAt }: DeletionView): DeletionBody {
  return {
    campaign_id: campaignId,
    total,
    deleted,
    started_at: formatUtcTime(startedAt),
    finished_at: finishedAt === null ? null : formatUtcTime(finishedAt),
  };
}
