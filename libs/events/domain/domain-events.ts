import type { MinuteTally } from './minute.ts';

/** One commit stored new events. */
export interface EventsAccepted {
  type: 'EventsAccepted';
  /** Marks the commit, so that a reader of totals can tell whether they already contain it. */
  commit: string;
  count: number;
  minutes: MinuteTally[];
}

/** Deliveries of events that were stored before; nothing was counted. */
export interface DuplicatesIgnored {
  type: 'DuplicatesIgnored';
  count: number;
}

/** Events of a campaign are being deleted on request: it was asked for, some are gone, or all. */
export interface EventsDeleted {
  type: 'EventsDeleted';
  campaignId: string;
  isFinished: boolean;
}

/** Something about these minutes is known that counts nothing: by source and creative, or which events came last. */
export interface DetailsArrived {
  type: 'DetailsArrived';
  minutes: { campaignId: string; minute: number }[];
}
