import type { DeviceType } from './audience.ts';

export const SCENARIOS = ['steady', 'day_curve', 'burst', 'click_fraud', 'duplicate_storm', 'late_events'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface SimulationSettings {
  scenario: Scenario;
  /** Deliveries per second, repeats included; the highest that the scenario comes to. */
  rate: number;
  /** Clicks per impression, 0 to 1. Fraudulent clicks come on top. */
  ctr: number;
  /** Shares that add up to 1. */
  deviceMix: Record<DeviceType, number>;
  /** Share of the deliveries that repeat an earlier event. */
  duplicateShare: number;
  /** Null: until it is stopped. */
  durationSeconds: number | null;
}

export const LIMITS = {
  rate: { min: 0.1, max: 2_000 },
  duplicateShare: { min: 0, max: 0.95 },
  durationSeconds: { min: 1, max: 604_800 },
  /** Of all running simulations together. */
  totalRate: 5_000,
  running: 50,
} as const;

interface Preset {
  scenario: Scenario;
  title: string;
  description: string;
  settings: SimulationSettings;
}

const ORDINARY: Omit<SimulationSettings, 'scenario'> = {
  rate: 20,
  ctr: 0.02,
  deviceMix: { mobile: 0.58, desktop: 0.34, tablet: 0.08 },
  duplicateShare: 0.05,
  durationSeconds: null,
};

/** What a scenario is called, what it does, and the settings that show it well. */
export const PRESETS: readonly Preset[] = [
  { scenario: 'steady', title: 'Steady', description: 'The same rate all the time.', settings: { ...ORDINARY, scenario: 'steady' } },
  {
    scenario: 'day_curve',
    title: 'Day curve',
    description: 'A whole day in 24 minutes: quiet at night, the full rate in the evening.',
    settings: { ...ORDINARY, scenario: 'day_curve', rate: 50 },
  },
  {
    scenario: 'burst',
    title: 'Burst',
    description: 'Every 30 seconds, the full rate for 10 seconds; a tenth of it in between.',
    settings: { ...ORDINARY, scenario: 'burst', rate: 300 },
  },
  {
    scenario: 'click_fraud',
    title: 'Click fraud',
    description: 'Three of four events are clicks without an impression, all from eight users.',
    settings: { ...ORDINARY, scenario: 'click_fraud', rate: 40, duplicateShare: 0 },
  },
  {
    scenario: 'duplicate_storm',
    title: 'Duplicate storm',
    description: 'Every 30 seconds, nine of ten deliveries are repeats for 10 seconds.',
    settings: { ...ORDINARY, scenario: 'duplicate_storm', rate: 100, duplicateShare: 0.2 },
  },
  {
    scenario: 'late_events',
    title: 'Late events',
    description: 'Three of ten events arrive between two minutes and three hours after they occurred.',
    settings: { ...ORDINARY, scenario: 'late_events' },
  },
];

export function presetSettings(scenario: Scenario): SimulationSettings {
  return PRESETS.find((preset) => preset.scenario === scenario)!.settings;
}

/** Shares in the same proportion that add up to 1, to the millionth: 58, 34 and 8 become what people would write. */
export function normalisedMix({ mobile, desktop, tablet }: Record<DeviceType, number>): Record<DeviceType, number> {
  const sum = mobile + desktop + tablet;
  const share = (weight: number): number => Math.round((weight / sum) * 1e6) / 1e6;
  return { mobile: share(mobile), desktop: share(desktop), tablet: share(tablet) };
}
