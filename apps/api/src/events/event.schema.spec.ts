import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventBody } from '../../test/support/events.ts';
import { parseEvent } from './event.schema.ts';

/** The errors as an object, field to message; `undefined` when the event is valid. */
function errors(body: unknown): Record<string, string> | undefined {
  const parsed = parseEvent(body);
  return Array.isArray(parsed) ? Object.fromEntries(parsed.map(({ field, message }) => [field, message])) : undefined;
}

const TEXT = 'must not contain NUL characters or lone surrogates';
const REQUIRED_TEXT = 'must be a non-empty string of at most 200 characters';
const OPTIONAL_TEXT = 'must be a string of at most 200 characters, or null';
const TIME = 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z';
const METADATA_TEXT = 'must be a string of at most 200 characters';

describe('parseEvent', () => {
  test('the example of the contract is an event', () => {
    const body = {
      event_id: '1f5a9d3c-0000-0000-0000-000000000000',
      type: 'click',
      campaign_id: 'camp_123',
      creative_id: 'cr_456',
      source: 'web',
      occurred_at: '2026-02-10T21:10:00Z',
      user_id: 'u_999',
      metadata: { ip: '1.2.3.4' },
    };
    expect(parseEvent(body)).toEqual({
      eventId: '1f5a9d3c-0000-0000-0000-000000000000',
      type: 'click',
      campaignId: 'camp_123',
      creativeId: 'cr_456',
      source: 'web',
      occurredAt: Date.parse('2026-02-10T21:10:00Z'),
      userId: 'u_999',
      metadata: '{"ip":"1.2.3.4"}',
      deviceType: 'unknown',
      cost: 0,
    });
  });

  test.each([{}, { creative_id: null, user_id: null, metadata: null }])('what may be absent may be null as well: %j', (optional) => {
    expect(parseEvent(eventBody(optional))).toMatchObject({ creativeId: null, userId: null, metadata: null, deviceType: 'unknown', cost: 0 });
  });

  test('unknown fields are ignored', () => {
    expect(errors({ ...eventBody(), ad_id: 'x', eventId: 7 })).toBeUndefined();
  });

  test('a device and a cost are taken from the metadata', () => {
    expect(parseEvent(eventBody({ metadata: { device_type: 'mobile', cost: 0.25 } }))).toMatchObject({ deviceType: 'mobile', cost: 0.25 });
    expect(parseEvent(eventBody({ metadata: { device_type: '' } }))).toMatchObject({ deviceType: 'unknown' });
  });

  test('a click costs nothing, whatever it reports', () => {
    expect(parseEvent(eventBody({ type: 'click', metadata: { cost: 5 } }))).toMatchObject({ cost: 0, metadata: '{"cost":5}' });
  });

  test.each([null, undefined, 1, 'text', true, [], [eventBody()]])('%j is not an event', (body) => {
    expect(errors(body)).toEqual({ '': 'must be a JSON object' });
  });

  test('everything that is missing is named', () => {
    expect(errors({})).toEqual({ event_id: 'is required', type: 'is required', campaign_id: 'is required', source: 'is required', occurred_at: 'is required' });
  });

  test('everything that is wrong is named at once', () => {
    expect(errors({ event_id: '', type: 'view', campaign_id: 7, source: null, occurred_at: 'today', user_id: 1, metadata: [] })).toEqual({
      event_id: REQUIRED_TEXT,
      type: 'must be "click" or "impression"',
      campaign_id: REQUIRED_TEXT,
      source: REQUIRED_TEXT,
      occurred_at: TIME,
      user_id: OPTIONAL_TEXT,
      metadata: 'must be a JSON object, or null',
    });
  });

  describe.each(['event_id', 'campaign_id', 'source'] as const)('%s', (field) => {
    test.each(['x', ' ', '0', 'x'.repeat(200), '\u{1F600}'.repeat(200), '__proto__'])('may be %j', (value) => {
      expect(errors(eventBody({ [field]: value }))).toBeUndefined();
    });

    test.each(['', null, 7, true, {}, ['x'], 'x'.repeat(201), '\u{1F600}'.repeat(201)])('may not be %j', (value) => {
      expect(errors(eventBody({ [field]: value }))).toEqual({ [field]: REQUIRED_TEXT });
    });

    test.each(['\0', 'a\0', '\uD800', 'x\uDC00'])('may not contain what cannot be stored: %j', (value) => {
      expect(errors(eventBody({ [field]: value }))).toEqual({ [field]: TEXT });
    });
  });

  describe.each(['creative_id', 'user_id'] as const)('%s', (field) => {
    test.each(['x', '', null, undefined, 'x'.repeat(200)])('may be %j', (value) => {
      expect(errors(eventBody({ [field]: value }))).toBeUndefined();
    });

    test.each([7, false, {}, [], 'x'.repeat(201)])('may not be %j', (value) => {
      expect(errors(eventBody({ [field]: value }))).toEqual({ [field]: OPTIONAL_TEXT });
    });

    test.each(['\0', '\uD800'])('may not contain what cannot be stored: %j', (value) => {
      expect(errors(eventBody({ [field]: value }))).toEqual({ [field]: TEXT });
    });
  });

  test.each(['Click', 'clicks', '', null, 1, ['click'], 'toString'])('%j is no type', (type) => {
    expect(errors(eventBody({ type }))).toEqual({ type: 'must be "click" or "impression"' });
  });

  test.each(['2026-02-10T21:10:00+01:00', '2026-02-10', '2026-02-30T00:00:00Z', '', null, 1770758400000, {}])('%j is no time', (occurred_at) => {
    expect(errors(eventBody({ occurred_at }))).toEqual({ occurred_at: TIME });
  });

  describe.each(['device_type', 'browser', 'impression_id'] as const)('metadata.%s', (key) => {
    test.each(['x', '', 'x'.repeat(200), undefined])('may be %j', (value) => {
      expect(errors(eventBody({ metadata: { [key]: value } }))).toBeUndefined();
    });

    test.each([null, 7, {}, ['x'], 'x'.repeat(201)])('may not be %j', (value) => {
      expect(errors(eventBody({ metadata: { [key]: value } }))).toEqual({ [`metadata.${key}`]: METADATA_TEXT });
    });
  });

  test.each([0, 0.1, 1e-300, 1_000_000_000, -0])('a cost may be %d', (cost) => {
    expect(errors(eventBody({ metadata: { cost } }))).toBeUndefined();
  });

  test.each([-0.01, 1_000_000_000.01, '1', null, true, {}])('a cost may not be %j', (cost) => {
    expect(errors(eventBody({ metadata: { cost } }))).toEqual({ 'metadata.cost': 'must be a number from 0 to 1000000000' });
  });

  test('a cost beyond all numbers is refused', () => {
    expect(errors(JSON.parse(JSON.stringify(eventBody({ metadata: { cost: 7 } })).replace('"cost":7', '"cost":1e400')))).toHaveProperty(['metadata.cost']);
  });

  test.each([1, 'text', true, []])('metadata may not be %j', (metadata) => {
    expect(errors(eventBody({ metadata }))).toEqual({ metadata: 'must be a JSON object, or null' });
  });

  test('metadata that cannot be stored is refused with the reason', () => {
    expect(errors(eventBody({ metadata: { a: ['\0'] } }))).toEqual({ metadata: TEXT });
    expect(errors(eventBody({ metadata: { '\uD800': 1 } }))).toEqual({ metadata: TEXT });
    expect(errors(eventBody({ metadata: JSON.parse(`{"a":${'['.repeat(70)}${']'.repeat(70)}}`) as unknown }))).toEqual({ metadata: 'must not be nested deeper than 64 levels' });
  });

  test('a prototype in the body is data like any other', () => {
    const body = JSON.parse(JSON.stringify(eventBody({ metadata: { x: 1 } })).replace('"x":1', '"__proto__":{"device_type":5,"cost":-1}')) as unknown;
    expect(parseEvent(body)).toMatchObject({ metadata: '{"__proto__":{"device_type":5,"cost":-1}}', deviceType: 'unknown', cost: 0 });
    expect(({} as { device_type?: unknown }).device_type).toBeUndefined();
    const inherited = JSON.parse('{"__proto__":{"event_id":"x","type":"click","campaign_id":"c","source":"s","occurred_at":"2026-02-10T21:10:00Z"}}') as unknown;
    expect(Object.keys(errors(inherited) ?? {})).toHaveLength(5);
  });

  test('metadata is kept as it was sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }).map((key) => `x${key}`), fc.jsonValue({ maxDepth: 4 })), (metadata) => {
        const parsed = parseEvent(eventBody({ metadata }));
        if (!Array.isArray(parsed)) expect(JSON.parse(parsed.metadata!)).toEqual(JSON.parse(JSON.stringify(metadata)));
      }),
    );
  });

  test('whatever it is given, it answers with an event or with reasons', () => {
    const field = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constantFrom('click', '2026-02-10T21:10:00Z'));
    const fields = ['event_id', 'type', 'campaign_id', 'creative_id', 'source', 'occurred_at', 'user_id', 'metadata'];
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...fields), field)), (body) => {
        const parsed = parseEvent(body);
        if (!Array.isArray(parsed)) return;
        expect(parsed.length).toBeGreaterThan(0);
        for (const { field: name, message } of parsed) {
          expect(typeof name).toBe('string');
          expect(message).toMatch(/^(must|is)/);
          expect(message).not.toBe('is invalid');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
