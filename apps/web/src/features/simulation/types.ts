type SimulationStatus = 'off' | 'running' | 'restarting' | 'crashed' | 'finished' | 'stopped';

export interface SimulationSettings {
  scenario: string;
  /** Events per second. */
  rate: number;
  /** Shares are 0…1. */
  ctr: number;
  device_mix: { mobile: number; desktop: number; tablet: number };
  duplicate_share: number;
  /** Null: until it is stopped. */
  duration_seconds: number | null;
}

export interface Simulation {
  campaign_id: string;
  status: SimulationStatus;
  settings: SimulationSettings;
  started_at: string | null;
  ends_at: string | null;
  restarts: number;
  restart_at: string | null;
  reason: string | null;
  sent: { impressions: number; clicks: number; repeats: number };
  counted: { impressions: number; clicks: number; duplicates: number };
  agrees: boolean;
  resent: number;
  held_back: number;
}

export interface Scenario {
  scenario: string;
  title: string;
  description: string;
  settings: SimulationSettings;
}
