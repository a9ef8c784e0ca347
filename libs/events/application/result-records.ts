import type { EventRecord } from './streaming-ports.ts';

/** The first and the last millisecond of the years that there are here, 0000 to 9999. */
const [FIRST_MS, LAST_MS] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** No count of money gets there, and a column that holds it is full. */
const MAX_SPEND = 1e18;

type Fields = Record<string, unknown>;

/** Says what is wrong with a record, or nothing. Records come from other programs: one that cannot be read must not keep the others. */
type Check = (fields: Fields) => string | undefined;

const COUNTS: Check = (fields) => count(fields, 'impressions') ?? count(fields, 'clicks');
const MINUTE: Check = (fields) => text(fields, 'campaign_id') ?? time(fields, 'minute') ?? COUNTS(fields) ?? money(fields, 'spend');

export const checkMinute: Check = (fields) => MINUTE(fields) ?? text(fields, 'device_type');
export const checkBreakdown: Check = (fields) => MINUTE(fields) ?? text(fields, 'source') ?? maybeEmpty(fields, 'creative_id');
export const checkRun: Check = (fields) => text(fields, 'run_id') ?? COUNTS(fields);

const EVENT: Check = (fields) =>
  text(fields, 'event_id') ??
  text(fields, 'door') ??
  text(fields, 'source') ??
  time(fields, 'occurred_at') ??
  ['creative_id', 'user_id', 'device_type', 'impression_id', 'metadata'].map((name) => absentOr(maybeEmpty, fields, name)).find((problem) => problem !== undefined) ??
  absentOr(money, fields, 'cost');

export const checkCounted: Check = (fields) =>
  text(fields, 'campaign_id') ?? EVENT(fields) ?? (['impression', 'click', 'attribution'].includes(fields.type as string) ? undefined : 'type is none');
export const checkLate: Check = (fields) =>
  absentOr(text, fields, 'campaign_id') ?? EVENT(fields) ?? (['impression', 'click'].includes(fields.type as string) ? undefined : 'type is none');

/** Whether it only says how far time has come, for the jobs: as libs/pipeline/adapters/kafka/ticks.ts writes it. */
export function isTick(value: string): boolean {
  return value.startsWith('{"type":"tick"');
}

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

/** What a record says of an event, with what is kept as its metadata: what the client sent, and what only the record's own fields say. */
export function metadataOf({ device_type, cost, impression_id, metadata }: EventRecord): string | null {
  const sent = metadata === null || metadata === undefined ? {} : (JSON.parse(metadata) as Fields);
  const known = Object.entries({ device_type, cost, impression_id }).filter(([, value]) => value !== null && value !== undefined);
  const all = { ...Object.fromEntries(known), ...sent };
  return Object.keys(all).length === 0 ? null : JSON.stringify(all);
}

function text(fields: Fields, name: string): string | undefined {
  return fields[name] === '' ? `${name} is empty` : maybeEmpty(fields, name);
}

function maybeEmpty(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value !== 'string') return `${name} is no text`;
  return value.includes('\0') || !value.isWellFormed() ? `${name} holds characters that cannot be stored` : undefined;
}

function count(fields: Fields, name: string): string | undefined {
  return Number.isSafeInteger(fields[name]) && (fields[name] as number) >= 0 ? undefined : `${name} is no count`;
}

function money(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'number' && value >= 0 && value <= MAX_SPEND ? undefined : `${name} is no sum of money`;
}

function time(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return Number.isSafeInteger(value) && (value as number) >= FIRST_MS && (value as number) <= LAST_MS ? undefined : `${name} is no time`;
}

function absentOr(check: (fields: Fields, name: string) => string | undefined, fields: Fields, name: string): string | undefined {
  return fields[name] === null || fields[name] === undefined ? undefined : check(fields, name);
}
