import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { SimulationView } from '../../../../libs/traffic/application/simulation-reader.ts';
import { LIMITS, PRESETS, SCENARIOS, type SimulationSettings } from '../../../../libs/traffic/domain/simulation-settings.ts';
import { HIGHEST_WEIGHT } from './simulation-changes.ts';

const count = { type: 'integer', minimum: 0 } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const nullableTime = { type: ['string', 'null'], format: 'date-time' } as const;

const settingsSchema = {
  type: 'object',
  required: ['scenario', 'rate', 'ctr', 'device_mix', 'duplicate_share', 'duration_seconds'],
  properties: {
    scenario: { type: 'string', enum: SCENARIOS },
    rate: { type: 'number', description: 'Deliveries per second, repeats included; the highest that the scenario comes to.' },
    ctr: { ...share, description: 'Clicks per impression. Fraudulent clicks come on top.' },
    device_mix: { type: 'object', required: ['mobile', 'desktop', 'tablet'], properties: { mobile: share, desktop: share, tablet: share }, description: 'Shares that add up to 1.' },
    duplicate_share: { ...share, description: 'Share of the deliveries that repeat an earlier event.' },
    duration_seconds: { type: ['integer', 'null'], description: 'Null: until it is stopped.' },
  },
} as const;

export const simulationSchema = {
  type: 'object',
  required: ['campaign_id', 'status', 'settings', 'started_at', 'ends_at', 'restarts', 'restart_at', 'reason', 'sent', 'counted', 'counted_later', 'agrees', 'resent', 'held_back'],
  properties: {
    campaign_id: { type: 'string' },
    status: { type: 'string', enum: ['off', 'running', 'restarting', 'crashed', 'finished', 'stopped'], description: 'off: it was never started.' },
    settings: settingsSchema,
    started_at: nullableTime,
    ends_at: nullableTime,
    restarts: { ...count, description: 'How often it was started again after a crash.' },
    restart_at: { ...nullableTime, description: 'While restarting: not before this time.' },
    reason: { type: ['string', 'null'], description: 'Of the last crash.' },
    sent: {
      type: 'object',
      required: ['impressions', 'clicks', 'repeats'],
      properties: { impressions: count, clicks: count, repeats: { ...count, description: 'Deliveries of events that were sent before.' } },
      description: 'What the simulator has sent, as far as it was acknowledged.',
    },
    counted: {
      type: 'object',
      required: ['impressions', 'clicks', 'duplicates'],
      properties: { impressions: count, clicks: count, duplicates: { ...count, description: 'Repeats that were recognised.' } },
      description: 'What Flightdeck has counted of it, read past the simulator.',
    },
    counted_later: { type: 'boolean', description: 'Whether counts follow some seconds after what was sent (streaming mode).' },
    agrees: { type: 'boolean', description: 'Whether both are the same; of repeats only where they are all recognised at the door.' },
    resent: { ...count, description: 'Events sent again after a crash, because the first answer was lost. Stored and counted once.' },
    held_back: { ...count, description: 'Deliveries that were due and never made, because they were not taken in time.' },
  },
} as const;

export const scenariosSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['scenario', 'title', 'description', 'settings'],
    properties: { scenario: { type: 'string', enum: SCENARIOS }, title: { type: 'string' }, description: { type: 'string' }, settings: settingsSchema },
  },
} as const;

const knob = (name: keyof typeof LIMITS & ('rate' | 'duplicateShare' | 'durationSeconds')): { minimum: number; maximum: number } => ({ minimum: LIMITS[name].min, maximum: LIMITS[name].max });

export const simulationChangesSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    scenario: { type: 'string', enum: SCENARIOS },
    rate: { type: 'number', ...knob('rate'), description: `At most ${LIMITS.totalRate} for all simulations together.` },
    ctr: share,
    device_mix: {
      type: 'object',
      additionalProperties: false,
      required: ['mobile', 'desktop', 'tablet'],
      properties: Object.fromEntries(['mobile', 'desktop', 'tablet'].map((device) => [device, { type: 'number', minimum: 0, maximum: HIGHEST_WEIGHT }])),
      description: 'In any unit: 58, 34, 8 and 0.58, 0.34, 0.08 are the same.',
    },
    duplicate_share: { type: 'number', ...knob('duplicateShare') },
    duration_seconds: { type: ['integer', 'null'], ...knob('durationSeconds'), description: 'From now on. Null: until it is stopped.' },
  },
} as const;

interface SettingsBody {
  scenario: SimulationSettings['scenario'];
  rate: number;
  ctr: number;
  device_mix: { mobile: number; desktop: number; tablet: number };
  duplicate_share: number;
  duration_seconds: number | null;
}

export interface SimulationBody {
  campaign_id: string;
  status: SimulationView['status'];
  settings: SettingsBody;
  started_at: string | null;
  ends_at: string | null;
  restarts: number;
  restart_at: string | null;
  reason: string | null;
  sent: SimulationView['sent'];
  counted: SimulationView['counted'];
  counted_later: boolean;
  agrees: boolean;
  resent: number;
  held_back: number;
}

export interface ScenarioBody {
  scenario: SimulationSettings['scenario'];
  title: string;
  description: string;
  settings: SettingsBody;
}

export function toSimulationBody(view: SimulationView): SimulationBody {
  return {
    campaign_id: view.campaignId,
    status: view.status,
    settings: toSettingsBody(view.settings),
    started_at: timeText(view.startedAt),
    ends_at: timeText(view.endsAt),
    restarts: view.restarts,
    restart_at: timeText(view.restartAt),
    reason: view.reason,
    sent: view.sent,
    counted: view.counted,
    counted_later: view.isCountedLater,
    agrees: view.agrees,
    resent: view.resent,
    held_back: view.heldBack,
  };
}

export const scenarioBodies: ScenarioBody[] = PRESETS.map(({ settings, ...preset }) => ({ ...preset, settings: toSettingsBody(settings) }));

function toSettingsBody({ scenario, rate, ctr, deviceMix, duplicateShare, durationSeconds }: SimulationSettings): SettingsBody {
  return { scenario, rate, ctr, device_mix: deviceMix, duplicate_share: duplicateShare, duration_seconds: durationSeconds };
}

function timeText(time: number | null): string | null {
  return time === null ? null : formatUtcTime(time);
}
