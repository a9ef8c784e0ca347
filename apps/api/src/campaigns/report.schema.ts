import type { CampaignReport } from '../../../../libs/events/application/campaign-report.ts';
import type { ReportChanges } from '../../../../libs/events/application/live-report.ts';
import { type BreakdownsView, DIMENSIONS } from '../../../../libs/events/application/ports.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

interface PointBody {
  ts: string;
  impressions: number;
  clicks: number;
  spend: number;
}

export interface ReportBody {
  as_of: string;
  from: string;
  to: string;
  granularity: 'minute' | 'hour' | 'day';
  points: PointBody[];
  breakdowns: BreakdownsView;
}

const time = { type: 'string', format: 'date-time' } as const;
const counts = { impressions: { type: 'integer' }, clicks: { type: 'integer' }, spend: { type: 'number', description: 'Currency units.' } } as const;

const breakdownSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['value', 'impressions', 'clicks', 'spend'],
    properties: { value: { type: 'string', description: 'Empty where the event named none.' }, ...counts },
  },
} as const;

const breakdownsSchema = {
  type: 'object',
  description: 'The 50 values of each with the most events, from those with the most impressions on.',
  required: DIMENSIONS,
  properties: { device: breakdownSchema, source: breakdownSchema, creative: breakdownSchema },
} as const;

export const reportSchema = {
  type: 'object',
  required: ['as_of', 'from', 'to', 'granularity', 'points', 'breakdowns'],
  properties: {
    as_of: time,
    from: { ...time, description: 'Inclusive.' },
    to: { ...time, description: 'Exclusive. May lie in the minute that is still running.' },
    granularity: { type: 'string', enum: ['minute', 'hour', 'day'], description: 'Hours and days are UTC ones.' },
    points: {
      type: 'array',
      description: 'Ordered by time; points without events are left out. With compare they begin one range earlier.',
      items: { type: 'object', required: ['ts', 'impressions', 'clicks', 'spend'], properties: { ts: time, ...counts } },
    },
    breakdowns: breakdownsSchema,
  },
} as const;

function toPointBody({ ts, impressions, clicks, spend }: { ts: number; impressions: number; clicks: number; spend: number }): PointBody {
  return { ts: formatUtcTime(ts), impressions, clicks, spend };
}

export function toReportBody({ asOf, from, to, granularity, points, breakdowns }: CampaignReport): ReportBody {
  return { as_of: formatUtcTime(asOf), from: formatUtcTime(from), to: formatUtcTime(to), granularity, points: points.map(toPointBody), breakdowns };
}


export function toReportChangesBody({ breakdowns, points, ...frame }: ReportChanges): Omit<ReportBody, 'breakdowns'> & { breakdowns: BreakdownsView | null } {
  return { ...toReportBody({ ...frame, points, breakdowns: { device: [], source: [], creative: [] } }), breakdowns };
}

export interface MetricsBody {
  campaign_id: string;
  from: string | null;
  to: string | null;
  impressions: number;
  clicks: number;
  ctr: number | null;
  spend: number;
  breakdowns: BreakdownsView;
}

export const metricsSchema = {
  type: 'object',
  required: ['campaign_id', 'from', 'to', 'impressions', 'clicks', 'ctr', 'spend', 'breakdowns'],
  properties: {
    campaign_id: { type: 'string' },
    from: { type: ['string', 'null'], format: 'date-time', description: 'null: of all time.' },
    to: { type: ['string', 'null'], format: 'date-time' },
    ...counts,
    ctr: { type: ['number', 'null'], description: 'Clicks divided by impressions; null before there are any.' },
    breakdowns: breakdownsSchema,
  },
} as const;
