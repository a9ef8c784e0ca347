import { describe, expect, test } from '@jest/globals';
import { rowsOf } from './message-rows.ts';
import type { ChatMessage } from '../types.ts';

const ann = { id: 'a', name: 'Ann' };
const bob = { id: 'b', name: 'Bob' };
const said = (sequence: number, user: ChatMessage['user'], sent_at: string): ChatMessage => ({ sequence, user, client_id: '', text: '', campaign_id: null, sent_at });
const dayOf = (time: string) => time.slice(0, 10);

/** `A` begins a group, `a` goes on with it. */
function drawn(messages: ChatMessage[], unreadAfter: number | null = null): string {
  return rowsOf(messages, unreadAfter, dayOf)
    .map((row) => {
      if (row.kind === 'day') return `[${dayOf(row.time).slice(8)}]`;
      if (row.kind === 'unread') return '|';
      const letter = row.message.user?.id ?? 's';
      return row.isFirst ? letter.toUpperCase() : letter;
    })
    .join('');
}

describe('the list of messages', () => {
  test('names the sender once for what is said in one go', () => {
    expect(drawn([said(1, ann, '2026-02-10T10:00:00Z'), said(2, ann, '2026-02-10T10:04:59Z'), said(3, bob, '2026-02-10T10:05:00Z'), said(4, ann, '2026-02-10T10:05:01Z')])).toBe('[10]AaBA');
    expect(drawn([said(1, ann, '2026-02-10T10:00:00Z'), said(2, ann, '2026-02-10T10:05:00Z')])).toBe('[10]AA');
  });

  test('names Flightdeck with each of its messages', () => {
    expect(drawn([said(1, null, '2026-02-10T10:00:00Z'), said(2, null, '2026-02-10T10:00:01Z')])).toBe('[10]SS');
  });

  test('begins each day with its name', () => {
    expect(drawn([said(1, ann, '2026-02-10T23:59:00Z'), said(2, ann, '2026-02-11T00:00:00Z'), said(3, ann, '2026-02-11T00:01:00Z')])).toBe('[10]A[11]Aa');
  });

  test('marks where the unread ones begin', () => {
    const messages = [said(5, ann, '2026-02-10T10:00:00Z'), said(6, ann, '2026-02-10T10:00:01Z'), said(7, ann, '2026-02-10T10:00:02Z')];
    expect(drawn(messages, 5)).toBe('[10]A|Aa');
    expect(drawn(messages, 4)).toBe('[10]|Aaa');
    expect(drawn(messages, 7)).toBe('[10]Aaa');
    // It is somewhere above.
    expect(drawn(messages, 2)).toBe('[10]Aaa');
  });

  test('is empty when nothing was said', () => {
    expect(rowsOf([], null, dayOf)).toEqual([]);
  });
});
