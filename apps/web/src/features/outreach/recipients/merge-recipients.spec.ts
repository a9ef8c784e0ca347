import { describe, expect, it } from '@jest/globals';
import type { Recipient } from '../types.ts';
import { keepNewer, mergeRecipients, rowsOf } from './merge-recipients.ts';

const BASE: Recipient = {
  id: '', campaign_id: 'camp_1', name: 'Ann', email: 'ann@example.com', phone: null, status: 'queued', attempts: 0, last_error: null, last_error_code: null,
  next_attempt_at: null, sent_at: null, dispatch_id: null, unsubscribed: false, rating: null, responded_at: null, created_at: '2026-02-10T21:00:00.000Z', updated_at: '2026-02-10T21:00:00.000Z',
};
const row = (id: string, change: Partial<Recipient> = {}): Recipient => ({ ...BASE, id, ...change });
const listOf = (...pages: Recipient[][]) => ({ pages: pages.map((items) => ({ items, next_cursor: null, total: 4 })), pageParams: pages.map(() => null) });
const news = (...rows: Recipient[]) => new Map(rows.map((each) => [each.id, each]));

describe('live rows of recipients', () => {
  it('replace the ones they are about, and leave pages without any as they are', () => {
    const list = listOf([row('a'), row('b')], [row('c')]);
    const sent = row('c', { status: 'sent', updated_at: '2026-02-10T21:00:01.000Z' });
    const merged = mergeRecipients(list, news(sent));
    expect(rowsOf(merged).map(({ status }) => status)).toEqual(['queued', 'queued', 'sent']);
    expect(merged.pages[0]).toBe(list.pages[0]);
  });

  it('do not set a row back that was read later', () => {
    const list = listOf([row('a', { status: 'sent', updated_at: '2026-02-10T21:00:05.000Z' })]);
    expect(mergeRecipients(list, news(row('a', { status: 'sending', updated_at: '2026-02-10T21:00:01.000Z' })))).toBe(list);
  });

  it('that were changed within the second in which the shown ones were read in full are news', () => {
    const list = listOf([row('a', { status: 'sending', updated_at: '2026-02-10T21:00:05Z' })]);
    expect(rowsOf(mergeRecipients(list, news(row('a', { status: 'sent', updated_at: '2026-02-10T21:00:05.400Z' }))))[0]?.status).toBe('sent');
  });

  it('outlive a list that was read before them and arrives after them', () => {
    const present = listOf([row('a', { status: 'sent', updated_at: '2026-02-10T21:00:05.400Z' }), row('b', { responded_at: '2026-02-10T21:00:06Z', rating: 4 }), row('c', { status: 'sending' })]);
    const read = listOf([row('a', { status: 'sending', updated_at: '2026-02-10T21:00:05Z' }), row('b'), row('c', { status: 'sent', updated_at: '2026-02-10T21:00:09Z' }), row('d')]);
    expect(rowsOf(keepNewer(present, read)).map(({ id, status, rating }) => [id, status, rating])).toEqual([['a', 'sent', null], ['b', 'queued', 4], ['c', 'sent', null], ['d', 'queued', null]]);
    expect(keepNewer(undefined, read)).toBe(read);
  });

  it('bring an answer also when nothing else of the row has changed', () => {
    const list = listOf([row('a')]);
    expect(rowsOf(mergeRecipients(list, news(row('a', { rating: 5 }))))[0]?.rating).toBe(5);
  });

  it('change nothing when they say what is shown already', () => {
    const list = listOf([row('a')]);
    expect(mergeRecipients(list, news(row('a'), row('elsewhere')))).toBe(list);
  });

  it('stand once each, whatever pages say', () => {
    expect(rowsOf(listOf([row('a'), row('b')], [row('b'), row('c')])).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(rowsOf(undefined)).toEqual([]);
  });
});
