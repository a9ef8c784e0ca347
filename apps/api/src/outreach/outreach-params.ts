import { importNotFound, recipientNotFound } from '../../../../libs/outreach/application/errors.ts';
import type { PhoneNumbers } from '../../../../libs/outreach/application/ports.ts';
import { fromCursor, type Order, toCursor } from '../campaigns/cursor.ts';
import { invalidFields } from '../validation.ts';
import { isUuid, UuidParam } from './uuid-param.ts';

export const RecipientId = (): ParameterDecorator => UuidParam(recipientNotFound);
export const ImportId = (): ParameterDecorator => UuidParam(importNotFound);

/** Where a page ended that is in the order of ids. */
export function toIdCursor(id: string | undefined, list: string): string | null {
  return toCursor(id === undefined ? undefined : { value: id, id: '' }, orderOf(list));
}

/** @throws DomainError `VALIDATION_FAILED`, also for a cursor of another list */
export function fromIdCursor(cursor: string | undefined, list: string): string | undefined {
  const id = fromCursor(cursor, orderOf(list))?.value;
  if (id === undefined || isUuid(String(id))) return id as string | undefined;
  throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of a page in the same order' }]);
}

function orderOf(list: string): Order {
  return { name: list, kind: 'string' };
}

/** @returns the code in capitals @throws DomainError `VALIDATION_FAILED` */
export function checkedRegion(region: string | undefined, phones: PhoneNumbers): string | undefined {
  if (region === undefined) return undefined;
  const code = region.toUpperCase();
  if (phones.regions().includes(code)) return code;
  throw invalidFields([{ field: 'region', message: 'must be one of those that /api/phone-regions lists' }]);
}
