import type { Position } from '../../../../libs/campaigns/application/ports.ts';
import { isStorableText } from '../events/storable-json.ts';
import { invalidFields } from '../validation.ts';

/** What a list is ordered by. */
export interface Order {
  /** Of which list, by what, in which direction: the same for two lists only when one's cursors are right for the other. */
  name: string;
  /** What its values are; sequences are whole numbers from 0, as large as a double can hold exactly. */
  kind: 'string' | 'number' | 'sequence';
}

/** Where a page ended, in a form that says "pass me on as I am". */
export function toCursor(position: Position | undefined, { name }: Order): string | null {
  return position === undefined ? null : Buffer.from(JSON.stringify([name, position.value, position.id])).toString('base64url');
}

/** @throws DomainError `VALIDATION_FAILED`, also for a cursor of another order */
export function fromCursor(cursor: string | undefined, order: Order): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts)) {
      const [name, value, id] = parts as unknown[];
      if (name === order.name && isOfKind(value, order.kind) && isStorable(id)) return { value, id };
    }
  } catch {
    // Not one of ours: refused below.
  }
  throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of a page in the same order' }]);
}

function isOfKind(value: unknown, kind: Order['kind']): value is string | number {
  if (kind === 'string') return isStorable(value);
  return kind === 'number' ? Number.isFinite(value) : Number.isSafeInteger(value) && (value as number) >= 0;
}

function isStorable(value: unknown): value is string {
  return typeof value === 'string' && isStorableText(value);
}
