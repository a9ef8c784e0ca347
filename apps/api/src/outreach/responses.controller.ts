import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CampaignStore } from '../../../../libs/campaigns/application/ports.ts';
import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import { campaignNotFound } from '../../../../libs/outreach/application/errors.ts';
import { FeedbackStore } from '../../../../libs/outreach/application/ports.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { readLimits } from '../campaigns/campaign-params.ts';
import { fromCursor, type Order, toCursor } from '../campaigns/cursor.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields } from '../validation.ts';
import { type FeedbackBody, type FeedbackPointBody, feedbackReportSchema, type ResponseBody, responseSchema, toFeedbackBody, toFeedbackPointBody, toResponseBody } from './feedback.schema.ts';

const DAY_MS = 86_400_000;
const LENGTHS = { hour: 3_600_000, day: DAY_MS };
/** What is shown when nothing is said: as many points as a chart can use. */
const DEFAULT_RANGES = { hour: 90 * DAY_MS, day: 3_650 * DAY_MS };
const MAX_POINTS = 5_000;

const MAX_RESPONSES = 200;
const RESPONSES: Order = { name: 'responses', kind: 'sequence' };
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const responsesSchema = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: { items: { type: 'array', items: responseSchema }, next_cursor: { type: ['string', 'null'], description: 'Pass it as cursor to get the next page; null on the last one.' } },
};

/** What a campaign's recipients have answered. */
@ApiTags('Outreach')
@Controller('api/campaigns/:id')
export class ResponsesController {
  constructor(
    private readonly store: FeedbackStore,
    private readonly campaigns: CampaignStore,
  ) {}

  @Get('feedback')
  @ApiOperation({ summary: 'Delivery rate, response rate, ratings and response times of a campaign', description: 'The sums are those of all its recipients as they are; the range is that of the series.' })
  @ApiQuery({ name: 'from', required: false, schema: { type: 'string', format: 'date-time' }, description: 'Inclusive, from the start of its hour or day; only together with to. The last 90 days by hour, or ten years by day, unless said otherwise.' })
  @ApiQuery({ name: 'to', required: false, schema: { type: 'string', format: 'date-time' }, description: 'Exclusive, but up to the end of its hour or day.' })
  @ApiQuery({ name: 'granularity', required: false, enum: Object.keys(LENGTHS), description: 'day, unless said otherwise. Hours and days are UTC ones.' })
  @ApiJson(200, 'The sums, and what happened over time', feedbackReportSchema)
  @ApiProblems(404, 422, 503)
  async feedback(@CampaignId() campaignId: string, @Query() query: Record<string, unknown>): Promise<FeedbackBody & { series: FeedbackPointBody[] }> {
    const range = readRange(query, Date.now());
    await this.requireCampaign(campaignId);
    const [figures, series] = await Promise.all([this.store.figures(campaignId), this.store.series(campaignId, range)]);
    return { ...toFeedbackBody(figures), series: series.map(toFeedbackPointBody) };
  }

  @Get('responses')
  @ApiOperation({ summary: 'What the recipients of a campaign have answered, newest first' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: MAX_RESPONSES, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: 'The next_cursor of the page before.' })
  @ApiJson(200, 'A page of it', responsesSchema)
  @ApiProblems(404, 422, 503)
  async list(@CampaignId() campaignId: string, @Query() { limit = '50', cursor }: { limit?: unknown; cursor?: string }): Promise<{ items: ResponseBody[]; next_cursor: string | null }> {
    const count = typeof limit === 'string' && /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
    if (count < 1 || count > MAX_RESPONSES) throw invalidFields([{ field: 'limit', message: `must be a whole number from 1 to ${MAX_RESPONSES}` }]);
    const after = fromCursor(cursor, RESPONSES);
    if (after !== undefined && !UUID.test(after.id)) throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of a page in the same order' }]);
    await this.requireCampaign(campaignId);
    const found = await this.store.responses(campaignId, count + 1, after && { respondedAt: Number(after.value), recipientId: after.id });
    const shown = found.slice(0, count);
    const last = shown.at(-1);
    return { items: shown.map(toResponseBody), next_cursor: toCursor(found.length > count && last ? { value: last.respondedAt, id: last.recipientId } : undefined, RESPONSES) };
  }

  private async requireCampaign(id: string): Promise<void> {
    if ((await this.campaigns.find(id)) === undefined) throw campaignNotFound();
  }
}

/** @throws DomainError `VALIDATION_FAILED` */
function readRange({ from, to, granularity: name = 'day' }: Record<string, unknown>, now: number): { from: number; to: number; granularity: 'hour' | 'day' } {
  const errors: FieldError[] = [];
  const granularity = name === 'hour' || name === 'day' ? name : undefined;
  if (granularity === undefined) errors.push({ field: 'granularity', message: 'must be one of hour, day' });
  const limits = from === undefined && to === undefined ? { from: now - DEFAULT_RANGES[granularity ?? 'day'], to: now } : readLimits({ from, to }, errors);
  if (granularity !== undefined && limits !== undefined) {
    const length = LENGTHS[granularity];
    if ((limits.to - limits.from) / length <= MAX_POINTS) return { from: limits.from, to: Math.ceil(limits.to / length) * length, granularity };
    errors.push({ field: 'to', message: `must be closer to from: at most ${MAX_POINTS.toLocaleString('en')} ${granularity}s` });
  }
  throw invalidFields(errors);
}
