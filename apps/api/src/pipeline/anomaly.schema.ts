import { type Campaign, CAMPAIGN_STATUSES, type CampaignStatus } from '../../../../libs/campaigns/domain/campaign.ts';
import { MINUTE_MS } from '../../../../libs/events/domain/minute.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import { FIRST_MS, LAST_MS } from '../../../../libs/kernel/times.ts';
import type { AnomalyPosition } from '../../../../libs/pipeline/application/ports.ts';
import { type Anomaly, ANOMALY_ENDINGS, type AnomalyEnding, ANOMALY_KINDS, type AnomalyKind } from '../../../../libs/pipeline/domain/anomaly.ts';
import { endingOf } from '../../../../libs/pipeline/domain/anomaly-rule.ts';
import { isCampaignId } from '../campaigns/campaign-params.ts';
import { fromCursor, type Order, toCursor } from '../campaigns/cursor.ts';
import { invalidFields } from '../validation.ts';

export interface AnomalyBody {
  campaign_id: string;
  name: string | null;
  campaign_status: CampaignStatus | null;
  kind: AnomalyKind;
  since: string;
  until: string | null;
  last_minute: string;
  is_over: boolean;
  ending: AnomalyEnding | null;
  impressions: number;
  clicks: number;
  ctr: number | null;
  expected_ctr: number;
  low: number | null;
  high: number | null;
  expected_impressions: number;
}

export interface AnomaliesBody {
  items: AnomalyBody[];
  next_cursor: string | null;
}

/** An anomaly ends with the third minute in a row that is as usual again. */
const USUAL_MINUTES = 2;

const time = { type: 'string', format: 'date-time' } as const;

const anomalySchema = {
  type: 'object',
  required: ['campaign_id', 'name', 'campaign_status', 'kind', 'since', 'until', 'last_minute', 'is_over', 'ending', 'impressions', 'clicks', 'ctr', 'expected_ctr', 'low', 'high', 'expected_impressions'],
  properties: {
    campaign_id: { type: 'string' },
    name: { type: ['string', 'null'], description: 'null for one that is not registered.' },
    campaign_status: { type: ['string', 'null'], enum: [...CAMPAIGN_STATUSES, null], description: 'As it is now; null for one that is not registered. A silence of a paused campaign is no surprise.' },
    kind: { type: 'string', enum: ANOMALY_KINDS, description: 'spike and drop: of the CTR. silence: no impressions where some are usual.' },
    since: { ...time, description: 'The start of its first minute.' },
    until: { type: ['string', 'null'], format: 'date-time', description: 'When it ended: at the first of three minutes in a row that were not beside what was expected by then. Null while it lasts.' },
    last_minute: { ...time, description: 'The start of the last minute that was judged for it: one that lasts, and has not been seen for some minutes, is not judged at the moment.' },
    is_over: { type: 'boolean' },
    ending: {
      type: ['string', 'null'],
      enum: [...ANOMALY_ENDINGS, null],
      description: 'How it ended. as_usual: the campaign was as before. new_usual: it stayed as it was, and that is what is expected of it by now. not_judged: it has too few impressions to be judged, or none. Null while it lasts.',
    },
    impressions: { type: 'integer', description: 'This, clicks, ctr, low and high are of the last minute that was not as usual.' },
    clicks: { type: 'integer' },
    ctr: { type: ['number', 'null'], description: 'null without impressions.' },
    expected_ctr: { type: 'number', description: 'When it began.' },
    low: { type: ['number', 'null'], description: 'The interval in which the true CTR of that minute lies; null without impressions.' },
    high: { type: ['number', 'null'] },
    expected_impressions: { type: 'number', description: 'Per minute, when it began.' },
  },
} as const;

export const anomaliesSchema = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: {
    items: { type: 'array', items: anomalySchema },
    next_cursor: { type: ['string', 'null'], description: 'Pass it as cursor to get the next page; null on the last one.' },
  },
} as const;

/** @param campaign undefined for one that is not registered */
export function toAnomalyBody(anomaly: Anomaly, campaign: Pick<Campaign, 'name' | 'status'> | undefined): AnomalyBody {
  const { campaignId, kind, since, lastMinute, isOver, figures } = anomaly;
  const { impressions, clicks, expectedCtr, low, high, expectedImpressions } = figures;
  return {
    campaign_id: campaignId,
    name: campaign?.name ?? null,
    campaign_status: campaign?.status ?? null,
    kind,
    since: formatUtcTime(since),
    until: isOver ? formatUtcTime(lastMinute - USUAL_MINUTES * MINUTE_MS) : null,
    last_minute: formatUtcTime(lastMinute),
    is_over: isOver,
    ending: endingOf(anomaly),
    impressions,
    clicks,
    ctr: impressions === 0 ? null : clicks / impressions,
    expected_ctr: expectedCtr,
    low,
    high,
    expected_impressions: expectedImpressions,
  };
}

const ORDER: Order = { name: 'anomalies', kind: 'number' };

export function toAnomalyCursor({ since, kind, campaignId }: AnomalyPosition): string {
  return toCursor({ value: since, id: `${kind} ${campaignId}` }, ORDER)!;
}

/** @throws DomainError `VALIDATION_FAILED` */
export function fromAnomalyCursor(cursor: string | undefined): AnomalyPosition | undefined {
  const position = fromCursor(cursor, ORDER);
  if (position === undefined) return undefined;
  const since = Number(position.value);
  const end = position.id.indexOf(' ');
  const kind = ANOMALY_KINDS.find((each) => each === position.id.slice(0, end));
  const campaignId = position.id.slice(end + 1);
  if (kind !== undefined && isCampaignId(campaignId) && since >= FIRST_MS && since <= LAST_MS) return { since, kind, campaignId };
  throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of a page in the same order' }]);
}
