import type { Simulation, SimulationStatus, Wish } from '../../domain/simulation.ts';
import type { CrashHistory } from '../../domain/restart-policy.ts';
import type { SimulationSettings } from '../../domain/simulation-settings.ts';

/** A row of `simulations` as the driver reads it: bigint comes as text. */
export interface SimulationRow {
  campaign_id: string;
  run_id: string;
  status: SimulationStatus;
  settings: SimulationSettings;
  settings_since: string;
  next: string;
  impressions: string;
  clicks: string;
  repeats: string;
  repeats_recognised: string;
  resent: string;
  held_back: string;
  verified_next: string;
  verified_impressions: string;
  verified_clicks: string;
  restarts: number;
  restart_at: Date | null;
  reason: string | null;
  crashes: CrashHistory;
  started_at: Date;
  ends_at: Date | null;
  wish: Wish | null;
  wishes: number;
  crash_requests: number;
}

export function toSimulation(row: SimulationRow): Simulation {
  return {
    campaignId: row.campaign_id,
    runId: row.run_id,
    status: row.status,
    settings: row.settings,
    settingsSince: Number(row.settings_since),
    ledger: {
      next: Number(row.next),
      impressions: Number(row.impressions),
      clicks: Number(row.clicks),
      repeats: Number(row.repeats),
      repeatsRecognised: Number(row.repeats_recognised),
      resent: Number(row.resent),
      heldBack: Number(row.held_back),
    },
    verified: { next: Number(row.verified_next), impressions: Number(row.verified_impressions), clicks: Number(row.verified_clicks) },
    restarts: row.restarts,
    restartAt: row.restart_at?.getTime() ?? null,
    reason: row.reason,
    crashes: row.crashes,
    startedAt: row.started_at.getTime(),
    endsAt: row.ends_at?.getTime() ?? null,
    wish: row.wish,
    wishes: row.wishes,
    crashRequests: row.crash_requests,
  };
}

/** The columns that the owner of a run writes. */
export function ownColumns(simulation: Simulation): Record<string, unknown> {
  const { ledger, verified } = simulation;
  return {
    status: simulation.status,
    settings: JSON.stringify(simulation.settings),
    settings_since: simulation.settingsSince,
    next: ledger.next,
    impressions: ledger.impressions,
    clicks: ledger.clicks,
    repeats: ledger.repeats,
    repeats_recognised: ledger.repeatsRecognised,
    resent: ledger.resent,
    held_back: ledger.heldBack,
    verified_next: verified.next,
    verified_impressions: verified.impressions,
    verified_clicks: verified.clicks,
    restarts: simulation.restarts,
    restart_at: simulation.restartAt === null ? null : new Date(simulation.restartAt),
    reason: simulation.reason,
    crashes: JSON.stringify(simulation.crashes),
    ends_at: simulation.endsAt === null ? null : new Date(simulation.endsAt),
  };
}

/** The columns of a run that begins. */
export function allColumns(simulation: Simulation): Record<string, unknown> {
  return {
    campaign_id: simulation.campaignId,
    run_id: simulation.runId,
    started_at: new Date(simulation.startedAt),
    wish: null,
    wishes: simulation.wishes,
    crash_requests: simulation.crashRequests,
    owner: null,
    lease_until: null,
    ...ownColumns(simulation),
  };
}
