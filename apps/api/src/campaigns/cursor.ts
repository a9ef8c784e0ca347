import type { Position } from '../../../../libs/campaigns/application/ports.ts';
import { invalidFields } from '../validation.ts';

/** Where a page ended, in a form that says "pass me on as I am". */
export function toCursor(position: Position | undefined): string | null {
  return position === undefined ? null : Buffer.from(JSON.stringify([position.value, position.id])).toString('base64url');
}

/**
 * @param kind what the order's values are: a cursor of another order is refused
 * @throws DomainError `VALIDATION_FAILED`
 */
export function fromCursor(cursor: string | undefined, kind: 'string' | 'number'): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(position)) {
      const [value, id] = position as unknown[];
      if (typeof value === kind && typeof id === 'string' && !id.includes('\0') && !String(value).includes('\0')) return { value: value as string | number, id };
    }
  } catch {
    // Not one of ours: refused below.
  }
  throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of a page in the same order' }]);
}
