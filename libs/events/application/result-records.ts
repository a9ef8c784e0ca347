import { absentOr, type Check, count, type Fields, maybeEmpty, text, time } from '../../kernel/record-fields.ts';
import type { EventRecord } from './streaming-ports.ts';

/** No count of money gets there, and a column that holds it is full. */
const MAX_SPEND = 1e18;

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

/** What a record says of an event, with what is kept as its metadata: what the client sent, and what only the record's own fields say. */
export function metadataOf({ device_type, cost, impression_id, metadata }: EventRecord): string | null {
  const sent = metadata === null || metadata === undefined ? {} : (JSON.parse(metadata) as Fields);
  const known = Object.entries({ device_type, cost, impression_id }).filter(([, value]) => value !== null && value !== undefined);
  const all = { ...Object.fromEntries(known), ...sent };
  return Object.keys(all).length === 0 ? null : JSON.stringify(all);
}

function money(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'number' && value >= 0 && value <= MAX_SPEND ? undefined : `${name} is no sum of money`;
}
