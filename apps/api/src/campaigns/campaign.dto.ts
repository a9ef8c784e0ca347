import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, MaxLength, Min, MinLength, ValidateBy, ValidateIf } from 'class-validator';
import { FIGURE_SORTS, type FigureSort } from '../../../../libs/campaigns/application/list-campaigns.ts';
import { CAMPAIGN_SORTS, type CampaignSort } from '../../../../libs/campaigns/application/ports.ts';
import { CAMPAIGN_STATUSES, type CampaignStatus, MAX_DAILY_BUDGET, MAX_NAME, MAX_VERSION } from '../../../../libs/campaigns/domain/campaign.ts';
import { timeZoneNamed } from '../../../../libs/kernel/time-zone.ts';
import { isShortText, isStorableText } from '../events/storable-json.ts';
import { isCampaignId, MAX_ID } from './campaign-params.ts';

const rule = (name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator => ValidateBy({ name, validator: { validate } }, { message });

const IsCampaignId = rule(
  'campaignId',
  (value) => isCampaignId(value) && !/^\.{1,2}$/.test(value),
  'must be a non-empty string of at most 200 characters, other than "." and ".."',
);
const IsName = rule(
  'name',
  (value) => isShortText(value, MAX_NAME),
  `must be 1 to ${MAX_NAME} characters`,
);
const IsBudget = rule(
  'budget',
  (value) => typeof value === 'number' && value > 0 && value <= MAX_DAILY_BUDGET && Number(value.toFixed(2)) === value,
  `must be a number above 0 and up to ${MAX_DAILY_BUDGET}, with two decimals at most`,
);
const IsZone = rule('timeZone', (value) => typeof value === 'string' && timeZoneNamed(value) !== undefined, 'must be the IANA name of a time zone, such as Europe/Berlin');
const IsVersion = rule(
  'version',
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_VERSION,
  `must be a whole number from 1 to ${MAX_VERSION}`,
);
const IsStatus = IsIn(CAMPAIGN_STATUSES, { message: `must be one of ${CAMPAIGN_STATUSES.join(', ')}` });
const Trimmed = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
/** One zone under two names would be two values to whoever compares them. */
const AsOneName = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (timeZoneNamed(value) ?? value) : value));
/** JavaScript would also read 0x10, 1e2 and an empty text as numbers. */
const DecimalDigits = Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value));
/** Left out is fine, null is not. */
const MayBeLeftOut = ValidateIf((_, value) => value !== undefined);

const name = { example: 'Spring sale', minLength: 1, maxLength: MAX_NAME, description: `1 to ${MAX_NAME} characters; space around it is dropped.` };
const dailyBudget = { example: 250, minimum: 0.01, maximum: MAX_DAILY_BUDGET, description: 'Currency units per day, two decimals at most.' };
const status = { enum: CAMPAIGN_STATUSES };
const timeZone = { example: 'Europe/Berlin', description: 'IANA name, in any case; the budget counts by its days. Of several names for one zone, the answer has the one that the server knows it by.' };

export class NewCampaign {
  @MayBeLeftOut @IsCampaignId
  @ApiPropertyOptional({ example: 'camp_123', minLength: 1, maxLength: MAX_ID, description: 'What ad clients report as campaign_id, other than "." and "..". One is made when it is left out.' })
  id?: string;

  @Trimmed @IsName
  @ApiProperty(name)
  name!: string;

  @IsBudget
  @ApiProperty(dailyBudget)
  daily_budget!: number;

  @MayBeLeftOut @IsStatus
  @ApiPropertyOptional({ ...status, default: 'active' })
  status: CampaignStatus = 'active';

  @MayBeLeftOut @AsOneName @IsZone
  @ApiPropertyOptional({ ...timeZone, default: 'UTC' })
  time_zone: string = 'UTC';
}

export class CampaignChanges {
  @MayBeLeftOut @Trimmed @IsName
  @ApiPropertyOptional(name)
  name?: string;

  @MayBeLeftOut @IsBudget
  @ApiPropertyOptional(dailyBudget)
  daily_budget?: number;

  @MayBeLeftOut @IsStatus
  @ApiPropertyOptional(status)
  status?: CampaignStatus;

  @MayBeLeftOut @AsOneName @IsZone
  @ApiPropertyOptional(timeZone)
  time_zone?: string;

  @MayBeLeftOut @IsVersion
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_VERSION, description: 'The version that the changes began from. When the campaign has changed since, nothing is saved and 409 says what has changed.' })
  version?: number;
}

const SORTS = [...CAMPAIGN_SORTS, ...FIGURE_SORTS];
const LIMIT = { message: 'must be a whole number from 1 to 200' };

class PageOfCampaigns {
  @IsOptional() @MaxLength(200, { message: 'must be at most 200 characters' })
  @rule('storable', (value) => isStorableText(String(value)), 'must not contain NUL characters or lone surrogates')
  @ApiPropertyOptional({ maxLength: 200, description: 'Part of a name or id, regardless of case.' })
  q?: string;

  @DecimalDigits @IsInt(LIMIT) @Min(1, LIMIT) @Max(200, LIMIT)
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 200 })
  limit: number = 50;

  @IsOptional() @MinLength(1, { message: 'must be the next_cursor of the page before' })
  @ApiPropertyOptional({ description: 'The next_cursor of the page before, of the same list in the same order.' })
  cursor?: string;
}

export class CampaignsQuery extends PageOfCampaigns {
  @IsOptional() @IsStatus
  @ApiPropertyOptional(status)
  status?: CampaignStatus;

  @IsIn(SORTS, { message: `must be one of ${SORTS.join(', ')}` })
  @ApiPropertyOptional({ enum: SORTS, default: 'created_at' })
  sort: CampaignSort | FigureSort = 'created_at';

  @IsOptional() @IsIn(['asc', 'desc'], { message: 'must be asc or desc' })
  @ApiPropertyOptional({ enum: ['asc', 'desc'], description: 'By default text from A on, numbers and times from the largest on.' })
  order?: 'asc' | 'desc';
}

export class UnregisteredQuery extends PageOfCampaigns {}
