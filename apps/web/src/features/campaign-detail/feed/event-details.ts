import type { FeedEvent } from '../api/get-events.ts';

export interface EventDetails {
  /** Null where the event says nothing of it. */
  device: string | null;
  cost: number | null;
  /** How much later than it happened it arrived, in whole minutes. */
  lateMinutes: number;
}

/** Of what ad clients send along, the part that has a meaning here. */
export function detailsOf({ metadata, occurred_at, received_at }: FeedEvent): EventDetails {
  const known = metadata ?? {};
  return {
    device: typeof known.device_type === 'string' ? known.device_type : null,
    cost: typeof known.cost === 'number' ? known.cost : null,
    lateMinutes: Math.max(0, Math.floor((Date.parse(received_at) - Date.parse(occurred_at)) / 60_000)),
  };
}
