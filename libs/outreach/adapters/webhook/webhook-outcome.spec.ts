import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcomeOfAnswer, patience } from './webhook-outcome.ts';

const NOW = Date.UTC(2026, 1, 10, 21, 10);
const answer = (status: number, different: { retryAfter?: string; body?: string } = {}) => outcomeOfAnswer({ status, retryAfter: undefined, body: '', ...different }, NOW);

describe('what an answer means', () => {
  test.each([
    ['sent', [200, 201, 202, 204, 299]],
    ['transient', [408, 425, 429, 500, 502, 503, 504, 599]],
    ['permanent', [300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 410, 413, 422]],
  ])('%s: %p', (expected, statuses) => {
    for (const status of statuses) expect({ status, means: answer(status).status }).toEqual({ status, means: expected });
  });

  test('says what the other side has said, in one short line', () => {
    expect(answer(422, { body: 'No\r\n\tsuch\0 phone' })).toEqual({ status: 'permanent', code: 'WEBHOOK_422', message: 'HTTP 422: No such phone' });
    expect(answer(500)).toEqual({ status: 'transient', code: 'WEBHOOK_500', message: 'HTTP 500' });
    const { message } = answer(400, { body: '🙂'.repeat(4_000) }) as { message: string };
    expect(Array.from(message)).toHaveLength(300);
    expect(message.isWellFormed()).toBe(true);
  });

  test('Retry-After is seconds or a date', () => {
    expect(patience('120', NOW)).toBe(120_000);
    expect(patience('0', NOW)).toBe(0);
    expect(patience('Tue, 10 Feb 2026 21:11:30 GMT', NOW)).toBe(90_000);
    expect(patience('Tuesday, 10-Feb-26 21:11:30 GMT', NOW)).toBe(90_000);
    expect(patience('Tue, 10 Feb 2026 21:09:00 GMT', NOW)).toBe(0);
    for (const nonsense of [undefined, '', 'soon', '-1', '1.5', '1e9', '2026-02-10', '12345678901']) expect(patience(nonsense, NOW)).toBeUndefined();
    expect(answer(503, { retryAfter: '7' })).toEqual({ status: 'transient', code: 'WEBHOOK_503', message: 'HTTP 503', retryAfterMs: 7_000 });
    expect(answer(404, { retryAfter: '7' })).not.toHaveProperty('retryAfterMs');
  });

  test('whatever the header says, patience is no negative number and no strange one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date({ noInvalidDate: true }).map((date) => date.toUTCString())), (header) => {
        const ms = patience(header, NOW);
        if (ms !== undefined) expect(Number.isFinite(ms) && ms >= 0).toBe(true);
      }),
    );
  });
});
