import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, MaxLength, Min, MinLength, ValidateBy, ValidateIf } from 'class-validator';
import { RECIPIENT_FILTERS, type RecipientFilter } from '../../../../libs/outreach/application/ports.ts';
import { MAX_RECIPIENT_NAME } from '../../../../libs/outreach/domain/recipient.ts';
import { isStorableText } from '../events/storable-json.ts';

const rule = (name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator => ValidateBy({ name, validator: { validate } }, { message });
const DecimalDigits = Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value));
/** Left out is fine; whether null is, is another question. */
const MayBeLeftOut = ValidateIf((_, value) => value !== undefined);

/** What exactly is wrong with a text, the use case says. */
const IsText = rule('text', (value) => typeof value === 'string' && value.length <= 4_000, 'must be a text');
const IsTextOrNull = rule('textOrNull', (value) => value === null || (typeof value === 'string' && value.length <= 4_000), 'must be a text, or null');
const IsRegionText = rule('region', (value) => typeof value === 'string' && value.length <= 10, 'must be one of those that /api/phone-regions lists');
const LIMIT = { message: 'must be a whole number from 1 to 500' };

const name = { type: 'string', example: 'Ann Example', minLength: 1, maxLength: MAX_RECIPIENT_NAME, description: 'Space around it is dropped.' } as const;
// Not a list of types, which would be read as a type of lists.
const email = { oneOf: [{ type: 'string' }, { type: 'null' }], example: 'ann@example.com', description: 'An e-mail address or a phone number is needed.' };
const phone = { ...email, example: '+49 30 123456', description: 'As people write it; kept as E.164.' };
const region = { type: 'string', example: 'DE', description: 'ISO 3166 code of where a phone number without country code belongs; see /api/phone-regions. Left out: the number has one.' } as const;

export class NewRecipient {
  @IsText
  @ApiProperty(name)
  name!: string;

  @MayBeLeftOut @IsTextOrNull
  @ApiPropertyOptional(email)
  email?: string | null;

  @MayBeLeftOut @IsTextOrNull
  @ApiPropertyOptional(phone)
  phone?: string | null;

  @MayBeLeftOut @IsRegionText
  @ApiPropertyOptional(region)
  region?: string;
}

export class RecipientChanges {
  @MayBeLeftOut @IsText
  @ApiPropertyOptional(name)
  name?: string;

  @MayBeLeftOut @IsTextOrNull
  @ApiPropertyOptional({ ...email, description: 'Null takes it away.' })
  email?: string | null;

  @MayBeLeftOut @IsTextOrNull
  @ApiPropertyOptional({ ...phone, description: 'As people write it; null takes it away.' })
  phone?: string | null;

  @MayBeLeftOut @IsRegionText
  @ApiPropertyOptional(region)
  region?: string;
}

export class RecipientsQuery {
  @IsOptional() @IsIn(RECIPIENT_FILTERS, { message: `must be one of ${RECIPIENT_FILTERS.join(', ')}` })
  @ApiPropertyOptional({ enum: RECIPIENT_FILTERS, description: 'Only those in this state, or only those who want no more requests.' })
  status?: RecipientFilter;

  @IsOptional() @MaxLength(200, { message: 'must be at most 200 characters' })
  @rule('storable', (value) => isStorableText(String(value)), 'must not contain NUL characters or lone surrogates')
  @ApiPropertyOptional({ maxLength: 200, description: 'Part of a name, an e-mail address or a phone number, regardless of case.' })
  q?: string;

  @DecimalDigits @IsInt(LIMIT) @Min(1, LIMIT) @Max(500, LIMIT)
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 500 })
  limit: number = 50;

  @IsOptional() @MinLength(1, { message: 'must be the next_cursor of the page before' })
  @ApiPropertyOptional({ description: 'The next_cursor of the page before.' })
  cursor?: string;
}
