import type { CampaignFigures } from '../../../../libs/campaigns/application/campaign-figures.ts';
import { type Campaign, CAMPAIGN_STATUSES, type CampaignStatus } from '../../../../libs/campaigns/domain/campaign.ts';
import { PACING_STATES, type Pacing, type PacingState } from '../../../../libs/campaigns/domain/pacing.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

export interface CampaignBody {
  id: string;
  name: string;
  daily_budget: number;
  status: CampaignStatus;
  status_since: string;
  time_zone: string;
  version: number;
  created_at: string;
  updated_at: string;
}

const time = { type: 'string', format: 'date-time' } as const;
const money = { type: 'number', description: 'Currency units.' } as const;

export const campaignSchema = {
  type: 'object',
  required: ['id', 'name', 'daily_budget', 'status', 'status_since', 'time_zone', 'version', 'created_at', 'updated_at'],
  properties: {
    id: { type: 'string', description: 'What ad clients report as campaign_id.' },
    name: { type: 'string' },
    daily_budget: { type: 'number', description: 'Currency units per day of the time zone, two decimals at most.' },
    status: { type: 'string', enum: CAMPAIGN_STATUSES, description: 'Events of a paused campaign are counted all the same.' },
    status_since: { ...time, description: 'When the status was last changed.' },
    time_zone: { type: 'string', description: 'IANA name; the day of the budget begins at its midnight.', example: 'Europe/Berlin' },
    version: { type: 'integer', description: 'Grows with every change.' },
    created_at: time,
    updated_at: time,
  },
} as const;

export function toCampaignBody(campaign: Campaign): CampaignBody {
  return {
    id: campaign.id,
    name: campaign.name,
    daily_budget: campaign.dailyBudget,
    status: campaign.status,
    status_since: formatUtcTime(campaign.statusSince),
    time_zone: campaign.timeZone,
    version: campaign.version,
    created_at: formatUtcTime(campaign.createdAt),
    updated_at: formatUtcTime(campaign.updatedAt),
  };
}

interface PacingBody {
  day_start: string;
  day_end: string;
  budget: number;
  spent: number;
  expected: number;
  forecast: number;
  state: PacingState;
}

const pacingSchema = {
  type: 'object',
  description: 'Spend of the running day against its budget.',
  required: ['day_start', 'day_end', 'budget', 'spent', 'expected', 'forecast', 'state'],
  properties: {
    day_start: { ...time, description: 'Midnight in the time zone of the campaign.' },
    day_end: { ...time, description: 'The next midnight: 23 to 25 hours later.' },
    budget: money,
    spent: { ...money, description: 'Since day_start.' },
    expected: { ...money, description: 'What even delivery over the day would have spent by now.' },
    forecast: { ...money, description: 'By day_end, if it goes on as in the last hour.' },
    state: { type: 'string', enum: PACING_STATES },
  },
} as const;

function toPacingBody(pacing: Pacing): PacingBody {
  const { dayStart, dayEnd, ...sums } = pacing;
  return { day_start: formatUtcTime(dayStart), day_end: formatUtcTime(dayEnd), ...sums };
}

export interface FiguresBody {
  campaign_id: string;
  name: string | null;
  settings_version: number | null;
  impressions: number;
  clicks: number;
  spend: number;
  last_event_at: string | null;
  last_hour: { from: string; impressions: number[] };
  pacing: PacingBody | null;
}

export const figuresSchema = {
  type: 'object',
  required: ['campaign_id', 'name', 'settings_version', 'impressions', 'clicks', 'spend', 'last_event_at', 'last_hour', 'pacing'],
  properties: {
    campaign_id: { type: 'string' },
    name: { type: ['string', 'null'], description: 'null for a campaign that is not registered.' },
    settings_version: { type: ['integer', 'null'], description: 'The version of the campaign; null for one that is not registered.' },
    impressions: { type: 'integer', description: 'Of all time, like clicks and spend.' },
    clicks: { type: 'integer' },
    spend: money,
    last_event_at: { ...time, type: ['string', 'null'], description: 'When the newest of its events arrived; null when there are none.' },
    last_hour: {
      type: 'object',
      required: ['from', 'impressions'],
      properties: {
        from: { ...time, description: 'The first of the minutes.' },
        impressions: { type: 'array', items: { type: 'integer' }, description: 'One entry for each of 60 minutes; the last one is still running.' },
      },
    },
    pacing: { oneOf: [pacingSchema, { type: 'null' }], description: 'null for a campaign that is not registered.' },
  },
} as const;

export function toFiguresBody({ campaignId, name, settingsVersion, impressions, clicks, spend, lastEventAt, lastHour, pacing }: CampaignFigures): FiguresBody {
  return {
    campaign_id: campaignId,
    name,
    settings_version: settingsVersion,
    impressions,
    clicks,
    spend,
    last_event_at: lastEventAt === null ? null : formatUtcTime(lastEventAt),
    last_hour: { from: formatUtcTime(lastHour.from), impressions: lastHour.impressions },
    pacing: pacing && toPacingBody(pacing),
  };
}
