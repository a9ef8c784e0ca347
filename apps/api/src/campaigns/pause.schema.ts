import type { Pause } from '../../../../libs/campaigns/domain/pauses.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

export interface PauseBody {
  from: string;
  to: string | null;
}

const time = { type: 'string', format: 'date-time' } as const;

export const pausesSchema = {
  type: 'object',
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['from', 'to'],
        properties: { from: time, to: { type: ['string', 'null'], format: 'date-time', description: 'null while it lasts.' } },
      },
    },
  },
} as const;

export function toPauseBody({ from, to }: Pause): PauseBody {
  return { from: formatUtcTime(from), to: to === null ? null : formatUtcTime(to) };
}
