import type { SendingWindow } from './sending-window.ts';

export const DISPATCH_STATUSES = ['pending', 'processing', 'paused', 'completed', 'cancelled'] as const;
export type DispatchStatus = (typeof DISPATCH_STATUSES)[number];

export const CHANNELS = ['simulated', 'smtp', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** `new`: who was not asked yet. `unanswered`: they, and who was asked and has not answered. Never who has unsubscribed. */
export const AUDIENCES = ['new', 'unanswered'] as const;
type Audience = (typeof AUDIENCES)[number];

/** What a message says. Liquid: see docs/outreach.md. */
export interface Template {
  subject: string;
  body: string;
}

/** How the simulated channel behaves. */
export interface SimulatedBehaviour {
  /** Shortest and longest, ms. */
  delayMs: [number, number];
  /** Share of the recipients that fail in the end, 0…1. */
  failureRate: number;
}

export interface DispatchSettings {
  channel: ChannelName;
  audience: Audience;
  template: Template;
  /** Null for other channels. */
  simulated: SimulatedBehaviour | null;
  /** Attempts; null: as fast as it goes. */
  ratePerMinute: number | null;
  window: SendingWindow | null;
  pauseAfterFailures: number;
  /** Null: at once. */
  scheduledAt: number | null;
}

/** How many recipients are in each state; `unsubscribed` were left out, `released` were let go unsent when it was cancelled. */
export interface DispatchSums {
  queued: number;
  sending: number;
  sent: number;
  failed: number;
  unsubscribed: number;
  released: number;
}

export const PAUSE_CODES = ['asked', 'failures_in_row', 'schedule_missed'] as const;

/** Why a dispatch is paused. */
export interface Pause {
  code: (typeof PAUSE_CODES)[number];
  /** For people. */
  detail: string;
  /** Ms since 1970. */
  at: number;
}

/** One round of requests to the recipients of a campaign. Times are milliseconds since 1970. */
export interface Dispatch extends DispatchSettings, DispatchSums {
  id: string;
  campaignId: string;
  status: DispatchStatus;
  failuresInRow: number;
  /** While it is paused. */
  pause: Pause | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  updatedAt: number;
}

export const DISPATCH_LIMITS = {
  ratePerMinute: { min: 1, max: 1_000_000 },
  pauseAfterFailures: { min: 1, max: 100_000, default: 100 },
  delayMs: { min: 0, max: 60_000, default: [50, 250] as [number, number] },
  /** How far ahead a dispatch may be scheduled. */
  scheduleDays: 366,
  subject: 200,
  body: 20_000,
} as const;

/** A schedule that was missed by more than this asks before it fires. */
export const MISSED_SCHEDULE_MS = 3_600_000;

const NEXT: Record<DispatchStatus, readonly DispatchStatus[]> = {
  // Completed, when nobody is left whom it could go to.
  pending: ['processing', 'paused', 'completed', 'cancelled'],
  processing: ['completed', 'paused', 'cancelled'],
  // Completed, when the last deliveries that were under way have ended.
  paused: ['pending', 'processing', 'completed', 'cancelled'],
  // Those that failed are sent again.
  completed: ['processing'],
  cancelled: ['processing'],
};

/** Whether a dispatch may go from one state to the other. */
export function mayTurn(from: DispatchStatus, to: DispatchStatus): boolean {
  return NEXT[from].includes(to);
}

/** Whether it still has something to do. A campaign has one such dispatch at a time. */
export function isUnderWay(status: DispatchStatus): boolean {
  return mayTurn(status, 'cancelled');
}
