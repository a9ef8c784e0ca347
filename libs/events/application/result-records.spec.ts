import { describe, expect, test } from '@jest/globals';
import { readRecord } from '../../kernel/record-fields.ts';
import { checkBreakdown, checkCounted, checkLate, checkMinute, checkRun, metadataOf } from './result-records.ts';
import type { EventRecord } from './streaming-ports.ts';

const MINUTE = { campaign_id: 'camp_1', minute: 1_770_758_400_000, device_type: 'mobile', impressions: 3, clicks: 1, spend: 0.25 };
const BREAKDOWN = { campaign_id: 'camp_1', minute: 1_770_758_400_000, source: 'web', creative_id: '', impressions: 3, clicks: 1, spend: 0 };
const RUN = { run_id: 'a1', impressions: 0, clicks: 0 };
const EVENT: EventRecord = {
  event_id: 'e1',
  door: 'events',
  type: 'click',
  campaign_id: 'camp_1',
  creative_id: null,
  source: 'web',
  user_id: null,
  device_type: null,
  impression_id: null,
  cost: null,
  metadata: null,
  occurred_at: 1_770_758_400_000,
};

describe('A record of a result', () => {
  test.each([
    ['minute-stats', MINUTE, checkMinute],
    ['minute-breakdowns', BREAKDOWN, checkBreakdown],
    ['simulation-counts', RUN, checkRun],
    ['counted-events', EVENT, checkCounted],
    ['counted-events, an attribution', { ...EVENT, type: 'attribution', time_to_click: 12 }, checkCounted],
    ['late-events', EVENT, checkLate],
    ['late-events, a click without its campaign', { ...EVENT, campaign_id: null }, checkLate],
  ])('of %s is read', (_, fields, check) => {
    expect(readRecord(JSON.stringify(fields), check)).toEqual(fields);
  });

  test.each<[string, object, typeof checkMinute, string]>([
    ['no campaign', { ...MINUTE, campaign_id: '' }, checkMinute, 'campaign_id is empty'],
    ['another kind of campaign', { ...MINUTE, campaign_id: 7 }, checkMinute, 'campaign_id is no text'],
    ['a NUL character', { ...MINUTE, device_type: 'a\0' }, checkMinute, 'device_type holds characters that cannot be stored'],
    ['half a surrogate pair', { ...BREAKDOWN, source: '\ud800' }, checkBreakdown, 'source holds characters that cannot be stored'],
    ['a time that there is not', { ...MINUTE, minute: 1e15 }, checkMinute, 'minute is no time'],
    ['a part of a millisecond', { ...MINUTE, minute: 0.5 }, checkMinute, 'minute is no time'],
    ['a negative count', { ...RUN, clicks: -1 }, checkRun, 'clicks is no count'],
    ['a count that is no whole number', { ...RUN, impressions: 1.5 }, checkRun, 'impressions is no count'],
    ['a negative sum', { ...MINUTE, spend: -0.01 }, checkMinute, 'spend is no sum of money'],
    ['a sum as text', { ...BREAKDOWN, spend: '1' }, checkBreakdown, 'spend is no sum of money'],
    ['no creative at all', { ...BREAKDOWN, creative_id: null }, checkBreakdown, 'creative_id is no text'],
    ['an unknown type', { ...EVENT, type: 'view' }, checkCounted, 'type is none'],
    ['no campaign, though it was counted', { ...EVENT, campaign_id: null }, checkCounted, 'campaign_id is no text'],
    ['an attribution that is late', { ...EVENT, type: 'attribution' }, checkLate, 'type is none'],
    ['a number for a user', { ...EVENT, user_id: 1 }, checkLate, 'user_id is no text'],
  ])('with %s is not', (_, fields, check, problem) => {
    expect(readRecord(JSON.stringify(fields), check)).toBe(problem);
  });

  test.each([['{', 'it is no JSON'], ['null', 'it is no object'], ['[]', 'it is no object'], ['"a"', 'it is no object']])('that is %s is none', (value, problem) => {
    expect(readRecord(value, checkMinute)).toBe(problem);
  });

  test('a number that no double holds is no sum of money', () => {
    expect(readRecord(JSON.stringify(MINUTE).replace('0.25', '1e400'), checkMinute)).toBe('spend is no sum of money');
  });
});

describe('What is kept as metadata of an event', () => {
  test('is what the client sent', () => {
    expect(metadataOf({ ...EVENT, device_type: 'tv', metadata: '{"device_type":"mobile","x":[1]}' })).toBe('{"device_type":"mobile","x":[1]}');
  });

  test('is what fields of their own say, where the client sent none', () => {
    expect(metadataOf({ ...EVENT, device_type: 'tv', cost: 0.01, impression_id: 'i', metadata: '{"browser":"chrome"}' })).toBe('{"device_type":"tv","cost":0.01,"impression_id":"i","browser":"chrome"}');
  });

  test('is nothing where nothing is known', () => {
    expect(metadataOf(EVENT)).toBeNull();
  });
});
