import { FIRST_MS, LAST_MS } from './times.ts';

export type Fields = Record<string, unknown>;

/** Says what is wrong with a record, or nothing. Records come from other programs: one that cannot be read must not keep the others. */
export type Check = (fields: Fields) => string | undefined;

/** Says what is wrong with a field of a record, or nothing. */
type FieldCheck = (fields: Fields, name: string) => string | undefined;

/** @returns the fields of a record, or what is wrong with it */
export function readRecord<Checked = Fields>(value: string, check: Check): Checked | string {
  let fields: unknown;
  try {
    fields = JSON.parse(value);
  } catch {
    return 'it is no JSON';
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return 'it is no object';
  return check(fields as Fields) ?? (fields as Checked);
}

export const text: FieldCheck = (fields, name) => (fields[name] === '' ? `${name} is empty` : maybeEmpty(fields, name));

export const maybeEmpty: FieldCheck = (fields, name) => {
  const value = fields[name];
  if (typeof value !== 'string') return `${name} is no text`;
  return value.includes('\0') || !value.isWellFormed() ? `${name} holds characters that cannot be stored` : undefined;
};

export const count: FieldCheck = (fields, name) => (Number.isSafeInteger(fields[name]) && (fields[name] as number) >= 0 ? undefined : `${name} is no count`);

/** Milliseconds since 1970. */
export const time: FieldCheck = (fields, name) => {
  const value = fields[name];
  return Number.isSafeInteger(value) && (value as number) >= FIRST_MS && (value as number) <= LAST_MS ? undefined : `${name} is no time`;
};

export function absentOr(check: FieldCheck, fields: Fields, name: string): string | undefined {
  return fields[name] === null || fields[name] === undefined ? undefined : check(fields, name);
}
