import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Max, Min, MinLength, ValidateBy } from 'class-validator';
import { parseUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import { isCampaignId, MAX_ID } from '../campaigns/campaign-params.ts';

const MAX_MINUTES = 180;
const MAX_CAMPAIGNS = 50;
const MAX_ANOMALIES = 200;

/** JavaScript would also read 0x10, 1e2 and an empty text as numbers. */
const DecimalDigits = Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value));
const rule = (name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator => ValidateBy({ name, validator: { validate } }, { message });
const IsUtcTime = rule('utcTime', (value) => typeof value === 'string' && parseUtcTime(value) !== undefined, 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z');
const whole = (max: number): { message: string } => ({ message: `must be a whole number from 1 to ${max}` });

export class DevicesQuery {
  @DecimalDigits @IsInt(whole(MAX_MINUTES)) @Min(1, whole(MAX_MINUTES)) @Max(MAX_MINUTES, whole(MAX_MINUTES))
  @ApiPropertyOptional({ type: 'integer', default: 30, minimum: 1, maximum: MAX_MINUTES, description: 'How many minutes, the one that is running included.' })
  minutes: number = 30;
}

export class MinutesQuery extends DevicesQuery {
  @DecimalDigits @IsInt(whole(MAX_CAMPAIGNS)) @Min(1, whole(MAX_CAMPAIGNS)) @Max(MAX_CAMPAIGNS, whole(MAX_CAMPAIGNS))
  @ApiPropertyOptional({ type: 'integer', default: 8, minimum: 1, maximum: MAX_CAMPAIGNS, description: 'How many campaigns: those with the most impressions in these minutes.' })
  limit: number = 8;
}

export class AnomaliesQuery {
  @IsOptional() @rule('campaignId', isCampaignId, `must be a non-empty string of at most ${MAX_ID} characters`)
  @ApiPropertyOptional({ description: 'Only those of this campaign.' })
  campaign_id?: string;

  @Transform(({ value }: { value: unknown }) => (value === 'true' || (value === 'false' ? false : value)))
  @IsBoolean({ message: 'must be true or false' })
  @ApiPropertyOptional({ type: 'boolean', default: false, description: 'Only those that last, and were judged within the last hour.' })
  ongoing: boolean = false;

  @IsOptional() @IsUtcTime
  @ApiPropertyOptional({ format: 'date-time', description: 'Those that last into this time, or begin after it.' })
  from?: string;

  @IsOptional() @IsUtcTime
  @ApiPropertyOptional({ format: 'date-time', description: 'Those that begin before this time.' })
  to?: string;

  @DecimalDigits @IsInt(whole(MAX_ANOMALIES)) @Min(1, whole(MAX_ANOMALIES)) @Max(MAX_ANOMALIES, whole(MAX_ANOMALIES))
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: MAX_ANOMALIES })
  limit: number = 50;

  @IsOptional() @MinLength(1, { message: 'must be the next_cursor of the page before' })
  @ApiPropertyOptional({ description: 'The next_cursor of the page before.' })
  cursor?: string;
}
