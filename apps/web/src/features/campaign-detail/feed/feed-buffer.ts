import type { FeedEvent } from '../api/get-events.ts';

/** More than these nobody scrolls through; "Older" leads further back. */
export const ROWS_KEPT = 200;
/** New rows a second that an eye can still follow. */
export const SAMPLE_SIZE = 10;
const WAITING_KEPT = 200;
/** With fewer events, there are no more. */
const SNAPSHOT_SIZE = 50;

export interface FeedMessage {
  /** Counts all events of the campaign since the server began to follow it. */
  accepted: number;
  /** Newest first; more than the server sends at once are missing. */
  events: FeedEvent[];
}

export interface FeedBuffer {
  /** On the page, newest first. */
  rows: FeedEvent[];
  /** Arrived since rows were last added, newest first. */
  waiting: FeedEvent[];
  /** How many have arrived since then, whether they came along or not. */
  arrived: number;
  /** Of those that arrived when rows were last added: all, and those not shown. */
  last: { arrived: number; skipped: number };
  /** Not shown since the page was opened. */
  skipped: number;
  accepted: number | null;
}

export const EMPTY_FEED: FeedBuffer = { rows: [], waiting: [], arrived: 0, last: { arrived: 0, skipped: 0 }, skipped: 0, accepted: null };

/**
 * The server sends it first on every connection, and when events were deleted. What passed while there was no connection is
 * not known to be missing.
 */
export function withSnapshot(buffer: FeedBuffer, { accepted, events }: FeedMessage): FeedBuffer {
  if (buffer.accepted === null) return { ...EMPTY_FEED, accepted, rows: events };
  const fresh = unseen(buffer, events);
  const isThere = stillThere(events);
  return {
    ...buffer,
    accepted,
    rows: buffer.rows.filter(isThere),
    arrived: buffer.arrived + fresh.length,
    waiting: [...fresh, ...buffer.waiting.filter(isThere)].slice(0, WAITING_KEPT),
  };
}

/** A snapshot is full of the newest events, or has all there are: what is not in it is older, or was deleted. */
function stillThere(snapshot: FeedEvent[]): (event: FeedEvent) => boolean {
  const ids = new Set(snapshot.map(({ event_id }) => event_id));
  const oldest = snapshot.length < SNAPSHOT_SIZE ? undefined : snapshot.at(-1)!.received_at;
  return ({ event_id, received_at }) => ids.has(event_id) || (oldest !== undefined && received_at <= oldest);
}

export function withUpdate(buffer: FeedBuffer, { accepted, events }: FeedMessage): FeedBuffer {
  const fresh = unseen(buffer, events);
  const counted = accepted - (buffer.accepted ?? accepted);
  return {
    ...buffer,
    accepted,
    arrived: buffer.arrived + Math.max(counted, fresh.length),
    waiting: [...fresh, ...buffer.waiting].slice(0, WAITING_KEPT),
  };
}

function unseen({ rows, waiting }: FeedBuffer, events: FeedEvent[]): FeedEvent[] {
  const known = new Set([...rows, ...waiting].map(({ event_id }) => event_id));
  return events.filter(({ event_id }) => !known.has(event_id));
}

/** Puts what waits on the page; of many, a sample spread evenly over them. */
export function showWaiting(buffer: FeedBuffer, most = SAMPLE_SIZE): FeedBuffer {
  const { waiting, arrived } = buffer;
  if (arrived === 0) return buffer.last.arrived === 0 ? buffer : { ...buffer, last: { arrived: 0, skipped: 0 } };
  const sample = waiting.length <= most ? waiting : Array.from({ length: most }, (_, place) => waiting[Math.floor((place * waiting.length) / most)]!);
  const skipped = arrived - sample.length;
  return {
    ...buffer,
    rows: [...sample, ...buffer.rows].slice(0, ROWS_KEPT),
    waiting: [],
    arrived: 0,
    last: { arrived, skipped },
    skipped: buffer.skipped + skipped,
  };
}
