import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChatMessage } from '../types.ts';
import { MAX_HELD, type MessageWindow, withNewer, withOlder } from './message-window.ts';

const range = (from: number, to: number): ChatMessage[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({ sequence: from + index, user: null, client_id: `${from + index}`, text: '', campaign_id: null, sent_at: '' }));
const sequences = (window: MessageWindow) => window.map(({ sequence }) => sequence);

describe('the window on the messages', () => {
  test('takes newer ones that follow, and passes over those it has', () => {
    expect(sequences(withNewer(range(3, 6), range(5, 9)))).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(sequences(withNewer([], range(1, 2)))).toEqual([1, 2]);
  });

  test('takes nothing that would leave a gap', () => {
    const window = range(3, 6);
    expect(withNewer(window, range(8, 9))).toBe(window);
    expect(withOlder(window, range(1, 1))).toBe(window);
    expect(withOlder(window, [])).toBe(window);
    expect(sequences(withNewer(window, [...range(7, 7), ...range(9, 9)]))).toEqual([3, 4, 5, 6, 7]);
  });

  test('takes older ones before its first', () => {
    expect(sequences(withOlder(range(6, 8), range(3, 5)))).toEqual([3, 4, 5, 6, 7, 8]);
  });

  test('lets go at the other end of what it cannot hold', () => {
    expect(sequences(withNewer(range(1, MAX_HELD), range(MAX_HELD + 1, MAX_HELD + 10)))[0]).toBe(11);
    expect(sequences(withOlder(range(51, MAX_HELD + 50), range(1, 50))).at(-1)).toBe(MAX_HELD);
  });

  test('never has a gap, nor anything twice, nor too much, whatever comes', () => {
    const step = fc.record({ isNewer: fc.boolean(), from: fc.integer({ min: 1, max: 700 }), count: fc.integer({ min: 0, max: 120 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let window: MessageWindow = range(300, 340);
        for (const { isNewer, from, count } of steps) {
          window = (isNewer ? withNewer : withOlder)(window, range(from, from + count));
          expect(sequences(window)).toEqual(sequences(range(window[0]!.sequence, window.at(-1)!.sequence)));
          expect(window.length).toBeLessThanOrEqual(MAX_HELD);
        }
      }),
    );
  });
});
