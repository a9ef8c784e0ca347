import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, MaxLength, Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { type Granularity, MinuteStatsReader, type StatsPointView } from '../../../../libs/events/application/ports.ts';
import { MINUTE_MS, minuteOf } from '../../../../libs/events/domain/minute.ts';
import { formatUtcTime, parseUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields, validatedQuery } from '../validation.ts';
import { isStorableText } from './storable-json.ts';

const GRANULARITY_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;
const GRANULARITIES = Object.keys(GRANULARITY_MS) as Granularity[];
const MAX_POINTS = 50_000;

@ValidatorConstraint()
class UtcTime implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseUtcTime(value) !== undefined;
  }
}

@ValidatorConstraint()
class StorableText implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isStorableText(value);
  }
}

const UTC_TIME = { message: 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z' };

class StatsQuery {
  @IsNotEmpty({ message: 'is required' })
  @MaxLength(200, { message: 'must be at most 200 characters' })
  @Validate(StorableText, { message: 'must not contain NUL characters or lone surrogates' })
  @ApiProperty({ example: 'camp_123', minLength: 1, maxLength: 200 })
  campaign_id!: string;

  @Validate(UtcTime, UTC_TIME)
  @ApiProperty({ format: 'date-time', example: '2026-02-10T21:10:00Z', description: 'Inclusive, from the start of its minute.' })
  from!: string;

  @Validate(UtcTime, UTC_TIME)
  @ApiProperty({ format: 'date-time', example: '2026-02-10T21:20:00Z', description: 'Exclusive.' })
  to!: string;

  @IsOptional()
  @IsIn(GRANULARITIES, { message: `must be one of ${GRANULARITIES.join(', ')}` })
  @ApiPropertyOptional({ enum: GRANULARITIES, default: 'minute', description: 'Hours and days are UTC ones.' })
  granularity: Granularity = 'minute';

  @IsOptional()
  @IsIn(['zero'], { message: 'must be "zero" or left out' })
  @ApiPropertyOptional({ enum: ['zero'], description: 'Puts in the points that have no events.' })
  fill?: 'zero';
}

const statsSchema = {
  type: 'object',
  required: ['campaign_id', 'from', 'to', 'granularity', 'series'],
  properties: {
    campaign_id: { type: 'string' },
    from: { type: 'string', format: 'date-time' },
    to: { type: 'string', format: 'date-time' },
    granularity: { type: 'string', enum: GRANULARITIES },
    series: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ts', 'impressions', 'clicks'],
        properties: { ts: { type: 'string', format: 'date-time' }, impressions: { type: 'integer' }, clicks: { type: 'integer' } },
      },
    },
  },
} as const;

interface StatsResult {
  campaign_id: string;
  from: string;
  to: string;
  granularity: Granularity;
  series: { ts: string; impressions: number; clicks: number }[];
}

@ApiTags('Stats')
@Controller('stats')
export class StatsController {
  constructor(private readonly stats: MinuteStatsReader) {}

  @Get()
  @ApiOperation({
    summary: 'Impressions and clicks of a campaign over time',
    description: 'Sums of whole minutes, ordered by time; a range may have 50,000 points at most. What an event was acknowledged with 202 is in the next answer.',
  })
  @ApiJson(200, 'The series', statsSchema)
  @ApiProblems(422, 503)
  async read(@Query(validatedQuery) query: StatsQuery): Promise<StatsResult> {
    const asked = parseUtcTime(query.from)!;
    const from = minuteOf(asked);
    const to = parseUtcTime(query.to)!;
    const step = GRANULARITY_MS[query.granularity];
    const start = Math.floor(from / step) * step;
    if (asked >= to) throw invalidFields([{ field: 'to', message: 'must be later than from' }]);
    if (Math.ceil((to - start) / step) > MAX_POINTS) {
      throw invalidFields([{ field: 'to', message: `must be at most ${MAX_POINTS} points after from; choose a coarser granularity or a shorter range` }]);
    }
    const points = await this.stats.series({ campaignId: query.campaign_id, from, to, granularity: query.granularity });
    const series = query.fill === 'zero' ? fillGaps(points, start, to, step) : points;
    return {
      campaign_id: query.campaign_id,
      from: formatUtcTime(asked),
      to: formatUtcTime(to),
      granularity: query.granularity,
      series: series.map((point) => ({ ts: formatUtcTime(point.ts), impressions: point.impressions, clicks: point.clicks })),
    };
  }
}

function fillGaps(points: StatsPointView[], start: number, to: number, step: number): StatsPointView[] {
  const byTime = new Map(points.map((point) => [point.ts, point]));
  const filled: StatsPointView[] = [];
  for (let ts = start; ts < to; ts += step) filled.push(byTime.get(ts) ?? { ts, impressions: 0, clicks: 0 });
  return filled;
}
