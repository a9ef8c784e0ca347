import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import type { ColumnMapping } from '../../../../libs/outreach/domain/column-mapping.ts';
import { isShortText, isStorableText } from '../events/storable-json.ts';
import { invalidFields } from '../validation.ts';

const MAX_FILE_NAME = 255;
const MAX_MAPPING = 10_000;
const MAPPING = 'must be a JSON object with name, last_name, email and phone, each the name of a column, or null, or left out';

const rule = (name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator => ValidateBy({ name, validator: { validate } }, { message });

export class PreviewQuery {
  @IsOptional() @rule('region', (value) => typeof value === 'string' && value.length <= 10, 'must be one of those that /api/phone-regions lists')
  @ApiPropertyOptional({ example: 'DE', description: 'ISO 3166 code of where phone numbers without country code belong; see /api/phone-regions. Left out: all have one.' })
  region?: string;

  @IsOptional() @rule('mapping', (value) => typeof value === 'string' && value.length <= MAX_MAPPING && isStorableText(value), MAPPING)
  @ApiPropertyOptional({
    example: '{"name":"Full name","email":"E-mail","phone":"Phone"}',
    description: 'JSON: which columns have the name, last_name (where the name is in two columns), email and phone, by what the first line calls them. What it leaves out is in no column. Without it the columns are guessed.',
  })
  mapping?: string;
}

export class ImportQuery extends PreviewQuery {
  @IsOptional() @rule('fileName', (value) => isShortText(value, MAX_FILE_NAME), `must be 1 to ${MAX_FILE_NAME} characters`)
  @ApiPropertyOptional({ example: 'customers.csv', maxLength: MAX_FILE_NAME, description: 'A form tells it with the file.' })
  file_name?: string;
}

const KEYS = { name: 'name', last_name: 'lastName', email: 'email', phone: 'phone' } as const;

/** @throws DomainError `VALIDATION_FAILED` */
export function readMapping(text: string | undefined): ColumnMapping | undefined {
  if (text === undefined || text === '') return undefined;
  const mapping: ColumnMapping = { name: null, lastName: null, email: null, phone: null };
  const given = parsed(text);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalidFields([{ field: 'mapping', message: MAPPING }]);
  for (const [key, column] of Object.entries(given) as [string, unknown][]) {
    const isKnown = Object.hasOwn(KEYS, key) && (column === null || (typeof column === 'string' && isStorableText(column)));
    if (!isKnown) throw invalidFields([{ field: 'mapping', message: MAPPING }]);
    mapping[KEYS[key as keyof typeof KEYS]] = column === '' ? null : column;
  }
  return mapping;
}

/** What a file is called, as far as it can be kept. */
export function fileNameOf(given: string | undefined): string {
  const name = Array.from((given ?? '').toWellFormed().replaceAll(/\p{Cc}/gu, '').trim()).slice(0, MAX_FILE_NAME).join('');
  return name === '' ? 'recipients.csv' : name;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
