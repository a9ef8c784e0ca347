import { describe, expect, it } from '@jest/globals';
import { pauseWords, statusWords, sumWords, timeLeftWords, waitingWords } from './dispatch-words.ts';

const NOW = Date.parse('2026-02-10T21:10:00Z');

describe('the words of a dispatch', () => {
  it.each([
    [0, 'less than a minute left'],
    [49, 'less than a minute left'],
    [50, 'about 1 min left'],
    [130, 'about 2 min left'],
    [89 * 60, 'about 89 min left'],
    [2.2 * 3600, 'about 2 h left'],
    [4 * 86_400, 'about 4 days left'],
  ])('say of %d s that it is %s', (seconds, words) => {
    expect(timeLeftWords(seconds)).toBe(words);
  });

  it('name the zone of the campaign where its hours are meant', () => {
    expect(waitingWords({ reason: 'window', until: '2026-02-11T08:00:00Z' }, 'Europe/Berlin', NOW)).toBe('continues at 09:00 (Europe/Berlin)');
    expect(waitingWords({ reason: 'schedule', until: '2026-02-10T22:30:00Z' }, 'Asia/Kolkata', NOW)).toBe('begins at 04:00 (Asia/Kolkata)');
  });

  it('name the day of what is far away', () => {
    expect(waitingWords({ reason: 'schedule', until: '2026-02-14T08:00:00Z' }, 'Europe/Berlin', NOW)).toMatch(/^begins at .*14.*, 09:00 \(Europe\/Berlin\)$/);
  });

  it('tell a retry by its second', () => {
    expect(waitingWords({ reason: 'retry', until: '2026-02-10T21:12:10Z' }, 'UTC', NOW)).toMatch(/^waits for a retry at \d\d:12:10$/);
  });

  it('leave nobody out of the sum', () => {
    const sums = { sent: 980, failed: 20, queued: 0, sending: 0, unsubscribed: 3, released: 0 };
    expect(sumWords(sums)).toBe('980 sent, 20 failed, 3 unsubscribed were left out.');
    expect(sumWords({ ...sums, failed: 0, unsubscribed: 1 })).toBe('980 sent, 1 unsubscribed was left out.');
    expect(sumWords({ ...sums, sending: 1, released: 39, unsubscribed: 0 })).toBe('980 sent, 20 failed, 1 left, 39 not written to.');
  });

  it('say why it is paused', () => {
    const paused = (code: 'asked' | 'failures_in_row' | 'schedule_missed', detail = '') => pauseWords({ pause: { code, detail, at: '2026-02-10T21:10:00Z' }, scheduled_at: '2026-02-10T09:00:00Z' });
    expect(paused('failures_in_row', 'The last one: connect ECONNREFUSED')).toContain('The last one: connect ECONNREFUSED. Look for');
    expect(paused('schedule_missed')).toMatch(/shall it go out now\?$/);
    expect(paused('asked')).toMatch(/^Somebody has paused it/);
  });

  it('are few in a list', () => {
    expect(statusWords({ status: 'paused', pause: { code: 'failures_in_row', detail: '', at: '' } })).toBe('Paused: failures');
    expect(statusWords({ status: 'completed', pause: null })).toBe('Finished');
  });

  it('do not call it sending while it waits for hours or retries', () => {
    const until = '2026-02-10T21:12:10Z';
    expect(statusWords({ status: 'processing', pause: null, waiting: { reason: 'window', until } })).toBe('Waiting for its hours');
    expect(statusWords({ status: 'processing', pause: null, waiting: null })).toBe('Sending');
  });
});
