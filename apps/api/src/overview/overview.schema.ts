import type { OverviewView } from '../../../../libs/events/application/live-overview.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

export interface OverviewBody {
  version: number;
  as_of: string;
  totals: { impressions: number; clicks: number; spend: number; campaigns: number };
  campaigns: { campaign_id: string; name: string | null; impressions: number; clicks: number; spend: number }[];
  rates: { ts: string; accepted: number; duplicates: number }[];
}

const counts = { impressions: { type: 'integer' }, clicks: { type: 'integer' }, spend: { type: 'number', description: 'Currency units.' } } as const;

export const overviewSchema = {
  type: 'object',
  required: ['version', 'as_of', 'totals', 'campaigns', 'rates'],
  properties: {
    version: { type: 'integer', description: 'Grows with every change. Each server process counts its own.' },
    as_of: { type: 'string', format: 'date-time' },
    totals: {
      type: 'object',
      required: ['impressions', 'clicks', 'spend', 'campaigns'],
      properties: { ...counts, campaigns: { type: 'integer', description: 'How many campaigns have events, shown or not.' } },
    },
    campaigns: {
      type: 'array',
      description: 'All-time sums of the 200 campaigns with the most impressions.',
      items: {
        type: 'object',
        required: ['campaign_id', 'name', 'impressions', 'clicks', 'spend'],
        properties: { campaign_id: { type: 'string' }, name: { type: ['string', 'null'], description: 'null for one that is not registered.' }, ...counts },
      },
    },
    rates: {
      type: 'array',
      description: 'Each second with traffic of the last five minutes.',
      items: {
        type: 'object',
        required: ['ts', 'accepted', 'duplicates'],
        properties: { ts: { type: 'string', format: 'date-time' }, accepted: { type: 'integer' }, duplicates: { type: 'integer' } },
      },
    },
  },
} as const;

export function toBody(view: OverviewView, nameOf: (campaignId: string) => string | null): OverviewBody {
  return {
    version: view.version,
    as_of: formatUtcTime(view.asOf),
    totals: view.totals,
    campaigns: view.campaigns.map(({ campaignId, impressions, clicks, spend }) => ({ campaign_id: campaignId, name: nameOf(campaignId), impressions, clicks, spend })),
    rates: view.rates.map(({ ts, accepted, duplicates }) => ({ ts: formatUtcTime(ts), accepted, duplicates })),
  };
}
