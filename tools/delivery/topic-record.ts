import { parseEvent } from '../../apps/api/src/events/event.schema.ts';
import { UNKNOWN_DEVICE } from '../../libs/events/domain/ad-event.ts';
import type { TopicRecord } from './kafka-sender.ts';
import { describeErrors } from './retry-policy.ts';

export const IMPRESSIONS_TOPIC = 'ad-impressions';
export const CLICKS_TOPIC = 'ad-clicks';
export const EVENTS_TOPIC = 'events';

type Fields = Record<string, unknown>;

const IMPRESSION_TEXTS = ['impression_id', 'user_id', 'campaign_id', 'ad_id', 'device_type', 'browser'];
const CLICK_TEXTS = ['click_id', 'impression_id', 'user_id'];

/** As `POST /events` has them. */
const MAX_TEXT = 200;
const MAX_COST = 1_000_000_000;

/** 9999-12-31T23:59:59.999Z, the last time that `POST /events` takes. */
const LAST_TIME = 253_402_300_799_999;
/** What job `count-once` takes for a time: the year 0 is none in SQL. */
const FIRST_TIME = Date.parse('0001-01-01T00:00:00Z');

/**
 * Tells by its form which topic an event is for: ad impressions and ad clicks go there as they are, what is in the form of
 * `POST /events` becomes the record of `events` (docs/pipeline.md).
 *
 * @param text JSON
 */
export function readTopicRecord(text: string): TopicRecord | { problem: string } {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'must be a JSON object' };
  const fields = value as Fields;
  if ('event_id' in fields) return readEvent(fields);
  if ('click_id' in fields) return readAd(CLICKS_TOPIC, text, fields, [...textProblems(fields, CLICK_TEXTS), ...timeProblems(fields)]);
  if ('impression_id' in fields) {
    return readAd(IMPRESSIONS_TOPIC, text, fields, [...textProblems(fields, IMPRESSION_TEXTS), ...timeProblems(fields), ...costProblems(fields)]);
  }
  return { problem: 'is no ad impression, no ad click and no event of POST /events: it has neither impression_id nor click_id nor event_id' };
}

function readAd(topic: string, text: string, fields: Fields, problems: string[]): TopicRecord | { problem: string } {
  if (problems.length > 0) return { problem: problems.join('; ') };
  return { topic, key: fields.impression_id as string, value: text };
}

/** As the API writes it; the tests compare. */
function readEvent(fields: Fields): TopicRecord | { problem: string } {
  const event = parseEvent(fields);
  if (Array.isArray(event)) return { problem: describeErrors(event) };
  const { impression_id: impressionId } = (fields.metadata ?? {}) as { impression_id?: string };
  const record = {
    event_id: event.eventId,
    type: event.type,
    campaign_id: event.campaignId,
    creative_id: event.creativeId,
    source: event.source,
    user_id: event.userId,
    device_type: event.deviceType === UNKNOWN_DEVICE ? null : event.deviceType,
    impression_id: event.type === 'click' ? impressionId || null : null,
    cost: event.cost === 0 ? null : event.cost,
    metadata: event.metadata,
    occurred_at: event.occurredAt,
  };
  return { topic: EVENTS_TOPIC, key: event.eventId, value: JSON.stringify(record) };
}

function textProblems(fields: Fields, names: readonly string[]): string[] {
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= MAX_TEXT && !value.includes('\0');
  return names.filter((name) => !isText(fields[name])).map((name) => `${name} must be a non-empty string of at most ${MAX_TEXT} characters, without NUL`);
}

function timeProblems({ event_timestamp: time }: Fields): string[] {
  const isTime = Number.isInteger(time) && (time as number) >= FIRST_TIME && (time as number) <= LAST_TIME;
  return isTime ? [] : ['event_timestamp must be whole milliseconds since 1970, of the years 1 to 9999'];
}

function costProblems({ cost }: Fields): string[] {
  return typeof cost === 'number' && cost >= 0 && cost <= MAX_COST ? [] : [`cost must be a number from 0 to ${MAX_COST}`];
}
