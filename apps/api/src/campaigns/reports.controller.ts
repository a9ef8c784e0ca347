import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { LiveFigures } from '../../../../libs/campaigns/application/live-figures.ts';
import { readReport, WINDOWS } from '../../../../libs/events/application/campaign-report.ts';
import { CampaignStatsReader, EventDeletions, StoredEventsReader } from '../../../../libs/events/application/ports.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import { DomainError, type FieldError } from '../../../../libs/kernel/domain-error.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields } from '../validation.ts';
import { CampaignId } from './campaign-id-param.ts';
import { readLimits, readReportQuery } from './campaign-params.ts';
import { type DeletionBody, deletionSchema, toDeletionBody } from './deletion.schema.ts';
import { type FeedEventBody, feedSchema, toFeedEventBody } from './feed.schema.ts';
import { type MetricsBody, metricsSchema, type ReportBody, reportSchema, toReportBody } from './report.schema.ts';

const ROW_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const MAX_EVENTS = 200;
/** Beyond every minute that an event may have. */
const EVER = { from: Date.UTC(0, 0, 1) - 2_000 * 366 * 86_400_000, to: Date.UTC(10_000, 0, 2) };

const LimitQuery = (name: string, description: string): MethodDecorator => ApiQuery({ name, required: false, description, schema: { type: 'string', format: 'date-time' } });

@ApiTags('Campaigns')
@Controller('api/campaigns/:id')
export class ReportsController {
  constructor(
    private readonly stats: CampaignStatsReader,
    private readonly events: StoredEventsReader,
    private readonly deletions: EventDeletions,
    private readonly figures: LiveFigures,
  ) {}

  @Get('metrics')
  @ApiOperation({ summary: 'Sums of a campaign, of all time or of a range, with breakdowns' })
  @LimitQuery('from', 'Inclusive, from the start of its minute; only together with to.')
  @LimitQuery('to', 'Exclusive.')
  @ApiJson(200, 'The sums', metricsSchema)
  @ApiProblems(404, 422, 503)
  async metrics(@CampaignId() campaignId: string, @Query() query: Record<string, unknown>): Promise<MetricsBody> {
    const limits = readMetricsRange(query);
    await this.figures.readKnown(campaignId);
    const range = { campaignId, ...(limits ?? EVER) };
    range.from = Math.floor(range.from / 60_000) * 60_000;
    const [[sums], breakdowns] = await Promise.all([this.stats.sums([range]), this.stats.breakdowns(range)]);
    const { impressions, clicks, spend } = sums!;
    return {
      campaign_id: campaignId,
      from: limits === undefined ? null : formatUtcTime(limits.from),
      to: limits === undefined ? null : formatUtcTime(limits.to),
      impressions,
      clicks,
      ctr: impressions === 0 ? null : clicks / impressions,
      spend,
      breakdowns,
    };
  }

  @Get('report')
  @ApiOperation({ summary: 'Points over time, with breakdowns by device, source and creative', description: 'Either a window that ends now, or from and to; at most 5,000 points. The page gets the same, and every change of it, over a WebSocket.' })
  @ApiQuery({ name: 'window', required: false, enum: Object.keys(WINDOWS), description: '1h, unless said otherwise.' })
  @LimitQuery('from', 'Inclusive; together with to, and without window.')
  @LimitQuery('to', 'Exclusive.')
  @ApiQuery({ name: 'granularity', required: false, enum: ['minute', 'hour', 'day'], description: 'minute, unless said otherwise. Hours and days are UTC ones.' })
  @ApiQuery({ name: 'compare', required: false, schema: { type: 'boolean' }, description: 'Adds the points of the range before, of the same length.' })
  @ApiJson(200, 'The report', reportSchema)
  @ApiProblems(404, 422, 503)
  async report(@CampaignId() id: string, @Query() query: Record<string, unknown>): Promise<ReportBody> {
    const asked = readReportQuery({ ...query, campaign_id: id });
    await this.figures.readKnown(id);
    return toReportBody(await readReport(this.stats, asked, Date.now()));
  }

  @Get('events')
  @ApiOperation({ summary: 'The events of a campaign as they were stored, those that arrived last first' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: MAX_EVENTS, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: 'The next_cursor of the page before.' })
  @ApiJson(200, 'A page of them', feedSchema)
  @ApiProblems(404, 422, 503)
  async list(@CampaignId() campaignId: string, @Query() { limit = '50', cursor }: { limit?: unknown; cursor?: unknown }): Promise<{ items: FeedEventBody[]; next_cursor: string | null }> {
    const errors: FieldError[] = [];
    const count = typeof limit === 'string' && /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
    if (count < 1 || count > MAX_EVENTS) errors.push({ field: 'limit', message: `must be a whole number from 1 to ${MAX_EVENTS}` });
    if (cursor !== undefined && !(typeof cursor === 'string' && ROW_ID.test(cursor))) errors.push({ field: 'cursor', message: 'must be the next_cursor of the page before' });
    if (errors.length > 0) throw invalidFields(errors);
    await this.figures.readKnown(campaignId);
    const found = await this.events.newest({ campaignId, limit: count + 1, before: cursor as string | undefined });
    const shown = found.slice(0, count);
    return { items: shown.map(toFeedEventBody), next_cursor: found.length > count ? shown.at(-1)!.id : null };
  }

  @Get('event-deletion')
  @ApiOperation({ summary: 'How far the deletion of a campaign’s events is' })
  @ApiJson(200, 'The last one that was asked for', deletionSchema)
  @ApiProblems(404, 422, 503)
  async deletion(@CampaignId() id: string): Promise<DeletionBody> {
    const deletion = await this.deletions.find(id);
    if (deletion === undefined) throw new DomainError('not-found', 'DELETION_NOT_FOUND', 'The deletion of this campaign’s events was never asked for.');
    return toDeletionBody(deletion);
  }
}

function readMetricsRange(query: Record<string, unknown>): { from: number; to: number } | undefined {
  if (query.from === undefined && query.to === undefined) return undefined;
  const errors: FieldError[] = [];
  const limits = readLimits(query, errors);
  if (limits === undefined) throw invalidFields(errors);
  return limits;
}
