import { describe, expect, it } from '@jest/globals';
import type { FeedEvent } from '../api/get-events.ts';
import { EMPTY_FEED, ROWS_KEPT, SAMPLE_SIZE, showWaiting, withSnapshot, withUpdate } from './feed-buffer.ts';

const event = (event_id: string): FeedEvent => ({
  event_id,
  type: 'impression',
  creative_id: null,
  source: 'web',
  user_id: null,
  occurred_at: '2026-02-10T21:10:00Z',
  received_at: '2026-02-10T21:10:00Z',
  metadata: null,
  metadata_shortened: false,
});
/** Newest first, as the server sends them. */
const events = (last: number, count: number) => Array.from({ length: count }, (_, place) => event(`e${last - place}`));
const opened = withSnapshot(EMPTY_FEED, { accepted: 100, events: events(3, 3) });

describe('the live feed', () => {
  it('shows what was there when it was opened, and counts none of it as missed', () => {
    expect(opened.rows.map(({ event_id }) => event_id)).toEqual(['e3', 'e2', 'e1']);
    expect(opened.skipped).toBe(0);
  });

  it('puts new events on top when it is their turn', () => {
    const waiting = withUpdate(opened, { accepted: 102, events: events(5, 2) });
    expect(waiting.rows).toBe(opened.rows);
    expect(waiting.arrived).toBe(2);
    const shown = showWaiting(waiting);
    expect(shown.rows.map(({ event_id }) => event_id)).toEqual(['e5', 'e4', 'e3', 'e2', 'e1']);
    expect(shown).toMatchObject({ arrived: 0, skipped: 0, last: { arrived: 2, skipped: 0 } });
  });

  it('shows a sample of many, and says how many it left out', () => {
    const busy = withUpdate(opened, { accepted: 2_100, events: events(2_003, 50) });
    const shown = showWaiting(busy);
    expect(shown.last).toEqual({ arrived: 2_000, skipped: 2_000 - SAMPLE_SIZE });
    expect(shown.skipped).toBe(2_000 - SAMPLE_SIZE);
    expect(shown.rows[0]?.event_id).toBe('e2003');
  });

  it('shows no event twice when a message comes again', () => {
    const message = { accepted: 102, events: events(5, 2) };
    const once = withUpdate(opened, message);
    expect(withUpdate(once, message)).toEqual(once);
    expect(showWaiting(withUpdate(showWaiting(once), message)).rows).toEqual(showWaiting(once).rows);
  });

  it('goes on after a new connection, whose count begins anew', () => {
    const again = withSnapshot(opened, { accepted: 0, events: events(4, 4) });
    expect(showWaiting(again).rows.map(({ event_id }) => event_id)).toEqual(['e4', 'e3', 'e2', 'e1']);
    expect(showWaiting(withUpdate(again, { accepted: 1, events: events(5, 1) })).skipped).toBe(0);
  });

  it('keeps no more rows than somebody reads', () => {
    const full = Array.from({ length: 60 }).reduce<typeof opened>(
      (buffer, _, turn) => showWaiting(withUpdate(buffer, { accepted: 100 + (turn + 1) * 5, events: events(1_000 + turn * 5, 5) })),
      opened,
    );
    expect(full.rows).toHaveLength(ROWS_KEPT);
  });

  it('is quiet again when nothing has come', () => {
    const shown = showWaiting(withUpdate(opened, { accepted: 101, events: events(4, 1) }));
    expect(showWaiting(shown).last).toEqual({ arrived: 0, skipped: 0 });
    expect(showWaiting(opened)).toBe(opened);
  });

  it('lets go of events that were deleted, and keeps older ones that a snapshot has no room for', () => {
    const at = (second: number): FeedEvent => ({ ...event(`s${second}`), received_at: new Date(second * 1_000).toISOString() });
    const seconds = (last: number, count: number) => Array.from({ length: count }, (_, place) => at(last - place));
    const old = showWaiting(withUpdate(withSnapshot(EMPTY_FEED, { accepted: 0, events: seconds(50, 50) }), { accepted: 10, events: seconds(60, 10) }));
    const without = seconds(60, 51).filter(({ event_id }) => event_id !== 's58');
    expect(withSnapshot(old, { accepted: 10, events: without }).rows.map(({ event_id }) => event_id)).toEqual(seconds(60, 60).map(({ event_id }) => event_id).filter((id) => id !== 's58'));
    expect(withSnapshot(old, { accepted: 10, events: [] })).toMatchObject({ rows: [], waiting: [] });
  });
});
