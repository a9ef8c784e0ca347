import type { FeedEvent } from '../api/get-events.ts';

/** More than these nobody scrolls through; "Older" leads further back. */
export const ROWS_KEPT = 200;
/** New rows a second that an eye can still follow. */
export const SAMPLE_SIZE = 10;
const WAITING_KEPT = 200;

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

/** The server sends it first on every connection. What passed while there was none is not known to be missing. */
export function withSnapshot(buffer: FeedBuffer, { accepted, events }: FeedMessage): FeedBuffer {
  if (buffer.accepted === null) return { ...EMPTY_FEED, accepted, rows: events };
  const fresh = unseen(buffer, events);
  return { ...buffer, accepted, arrived: buffer.arrived + fresh.length, waiting: [...fresh, ...buffer.waiting].slice(0, WAITING_KEPT) };
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
