import { Ajv, type ErrorObject } from 'ajv';
import { type AdEvent, type AdEventType, UNKNOWN_DEVICE } from '../../../../libs/events/domain/ad-event.ts';
import { parseUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import { storableJsonProblem, isStorableText } from './storable-json.ts';

/** A single event may take this many bytes of JSON, its metadata included. */
export const MAX_EVENT_BYTES = 256 * 1024;

const MAX_TEXT = 200;
const MAX_COST = 1_000_000_000;

const requiredText = { type: 'string', minLength: 1, maxLength: MAX_TEXT, format: 'text' } as const;
const optionalText = { type: ['string', 'null'], maxLength: MAX_TEXT, format: 'text' } as const;

/** `POST /events`: the one description of an event, for validation and for the API reference. */
export const adEventSchema = {
  type: 'object',
  required: ['event_id', 'type', 'campaign_id', 'source', 'occurred_at'],
  properties: {
    event_id: { ...requiredText, description: 'Identity of the event. A repeated one is acknowledged and not counted again, for ever.' },
    type: { type: 'string', enum: ['click', 'impression'] },
    campaign_id: { ...requiredText, description: 'Need not be registered.' },
    creative_id: optionalText,
    source: requiredText,
    occurred_at: { type: 'string', format: 'utc-time', description: 'ISO 8601 in UTC (Z or +00:00), kept to the millisecond.' },
    user_id: optionalText,
    metadata: {
      type: ['object', 'null'],
      storable: true,
      description: 'Anything the client wants kept, as far as the 256 KB of an event go, up to 64 levels deep. Numbers are kept as doubles; send longer ids as strings.',
      properties: {
        device_type: { type: 'string', maxLength: MAX_TEXT, format: 'text' },
        browser: { type: 'string', maxLength: MAX_TEXT, format: 'text' },
        cost: { type: 'number', minimum: 0, maximum: MAX_COST, description: 'Money spent for this impression, in currency units; counted to nine decimals.' },
        impression_id: { type: 'string', maxLength: MAX_TEXT, format: 'text', description: 'On a click: the event_id of its impression.' },
      },
    },
  },
} as const;

/** The same for readers: without the keywords and formats that only the validator below knows. */
export const documentedEventSchema = JSON.parse(JSON.stringify(adEventSchema), (key, value: unknown) => {
  if (key === 'storable' || (key === 'format' && value === 'text')) return undefined;
  return key === 'format' && value === 'utc-time' ? 'date-time' : value;
}) as object;

/** What each field expects, in the words of an error message. */
const EXPECTED: Record<string, string> = {
  '': 'must be a JSON object',
  event_id: `must be a non-empty string of at most ${MAX_TEXT} characters`,
  type: 'must be "click" or "impression"',
  campaign_id: `must be a non-empty string of at most ${MAX_TEXT} characters`,
  creative_id: `must be a string of at most ${MAX_TEXT} characters, or null`,
  source: `must be a non-empty string of at most ${MAX_TEXT} characters`,
  occurred_at: 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z',
  user_id: `must be a string of at most ${MAX_TEXT} characters, or null`,
  metadata: 'must be a JSON object, or null',
  'metadata.device_type': `must be a string of at most ${MAX_TEXT} characters`,
  'metadata.browser': `must be a string of at most ${MAX_TEXT} characters`,
  'metadata.cost': `must be a number from 0 to ${MAX_COST}`,
  'metadata.impression_id': `must be a string of at most ${MAX_TEXT} characters`,
};

interface EventBody {
  event_id: string;
  type: AdEventType;
  campaign_id: string;
  creative_id?: string | null;
  source: string;
  occurred_at: string;
  user_id?: string | null;
  metadata?: { device_type?: string; cost?: number; [key: string]: unknown } | null;
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
ajv.addFormat('text', isStorableText);
ajv.addFormat('utc-time', (text: string) => parseUtcTime(text) !== undefined);
ajv.addKeyword({ keyword: 'storable', validate: (_: unknown, data: unknown) => storableJsonProblem(data) === undefined });
const validate = ajv.compile<EventBody>(adEventSchema);

/** Turns a decoded JSON value into an event, or says field by field why it is none. */
export function parseEvent(body: unknown): AdEvent | FieldError[] {
  if (!validate(body)) return describe(validate.errors ?? [], body);
  const metadata = body.metadata ?? null;
  return {
    eventId: body.event_id,
    type: body.type,
    campaignId: body.campaign_id,
    creativeId: body.creative_id ?? null,
    source: body.source,
    occurredAt: parseUtcTime(body.occurred_at)!,
    userId: body.user_id ?? null,
    metadata: metadata === null ? null : JSON.stringify(metadata),
    deviceType: metadata?.device_type || UNKNOWN_DEVICE,
    cost: body.type === 'impression' ? (metadata?.cost ?? 0) : 0,
  };
}

function describe(errors: ErrorObject[], body: unknown): FieldError[] {
  const messages = new Map<string, string>();
  for (const error of errors) {
    const path = error.instancePath.slice(1).replaceAll('/', '.');
    if (error.keyword === 'required') messages.set(String(error.params.missingProperty), 'is required');
    else if (error.keyword === 'storable') messages.set(path, storableJsonProblem((body as EventBody).metadata) ?? '');
    else if (error.keyword === 'format' && error.params.format === 'text') messages.set(path, 'must not contain NUL characters or lone surrogates');
    else if (!messages.has(path)) messages.set(path, EXPECTED[path] ?? 'is invalid');
  }
  return [...messages].map(([field, message]) => ({ field, message }));
}
