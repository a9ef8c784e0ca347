import type { SimulationCrashed } from './domain-events.ts';
import { type DeliveryLedger, EMPTY_LEDGER } from './delivery-ledger.ts';
import { type CrashHistory, NO_CRASHES } from './restart-policy.ts';
import type { SimulationSettings } from './simulation-settings.ts';

export type SimulationStatus = 'running' | 'restarting' | 'crashed' | 'finished' | 'stopped';

/** What somebody asked of a running simulation, and whoever runs it has not done yet. */
export type Wish = { stop: true } | { stop: false; settings: SimulationSettings; endsAt: number | null };

/** What of the ledger was found in Flightdeck's own store. */
export interface Verified {
  /** All places below it were looked for. */
  next: number;
  impressions: number;
  clicks: number;
}

/** One run of a campaign's simulation: what is kept of it, so that any process can go on with it. Times in milliseconds since 1970. */
export interface Simulation {
  campaignId: string;
  runId: string;
  status: SimulationStatus;
  settings: SimulationSettings;
  settingsSince: number;
  ledger: DeliveryLedger;
  verified: Verified;
  restarts: number;
  restartAt: number | null;
  reason: string | null;
  crashes: CrashHistory;
  startedAt: number;
  endsAt: number | null;
  wish: Wish | null;
  /** Counts the wishes, so that one that was replaced meanwhile is told from the one that was read. */
  wishes: number;
  /** Counts how often somebody asked it to crash. */
  crashRequests: number;
}

export function newSimulation(campaignId: string, runId: string, settings: SimulationSettings, now: number): Simulation {
  return {
    campaignId,
    runId,
    status: 'running',
    settings,
    settingsSince: 0,
    ledger: EMPTY_LEDGER,
    verified: { next: 0, impressions: 0, clicks: 0 },
    restarts: 0,
    restartAt: null,
    reason: null,
    crashes: NO_CRASHES,
    startedAt: now,
    endsAt: endOf(settings, now),
    wish: null,
    wishes: 0,
    crashRequests: 0,
  };
}

export function endOf({ durationSeconds }: SimulationSettings, from: number): number | null {
  return durationSeconds === null ? null : from + durationSeconds * 1000;
}

/** Whether it is being run, or waits for its next start. */
export function isUnderWay({ status }: Simulation): boolean {
  return status === 'running' || status === 'restarting';
}

/** The settings as they will be once the last wish is done. */
export function settingsWanted({ wish, settings, endsAt }: Simulation): { settings: SimulationSettings; endsAt: number | null } {
  return wish === null || wish.stop ? { settings, endsAt } : wish;
}

/** What there is to tell of one that is given up. */
export function givenUp({ campaignId, runId, restarts, reason }: Simulation): SimulationCrashed {
  return { type: 'SimulationCrashed', campaignId, runId, restarts, reason: reason ?? '' };
}

export function wantedRate(simulation: Simulation): number {
  return settingsWanted(simulation).settings.rate;
}
