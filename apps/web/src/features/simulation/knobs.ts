import type { ScenarioName, SimulationSettings } from './types.ts';

/** What stands in the fields of the form: as people type it, shares in per cent, the duration in minutes. */
export interface Knobs {
  scenario: ScenarioName;
  rate: string;
  ctr: string;
  mobile: string;
  desktop: string;
  tablet: string;
  duplicates: string;
  /** Empty: until it is stopped. */
  minutes: string;
}

export type KnobErrors = Partial<Record<keyof Knobs, string>>;

export function knobsOf({ scenario, rate, ctr, device_mix, duplicate_share, duration_seconds }: SimulationSettings): Knobs {
  return {
    scenario,
    rate: tidy(rate),
    ctr: percent(ctr),
    mobile: percent(device_mix.mobile),
    desktop: percent(device_mix.desktop),
    tablet: percent(device_mix.tablet),
    duplicates: percent(duplicate_share),
    minutes: duration_seconds === null ? '' : tidy(duration_seconds / 60),
  };
}

/** @returns the settings, or for each field that cannot be sent what is wrong with it; the rest the server judges */
export function settingsOf(knobs: Knobs): { settings: SimulationSettings } | { errors: KnobErrors } {
  const errors: KnobErrors = {};
  const read = (name: Exclude<keyof Knobs, 'scenario'>): number => {
    const value = parseNumber(knobs[name]);
    if (value === null) errors[name] = 'Give a number.';
    return value ?? 0;
  };
  const settings: SimulationSettings = {
    scenario: knobs.scenario,
    rate: read('rate'),
    ctr: share(read('ctr')),
    device_mix: { mobile: share(read('mobile')), desktop: share(read('desktop')), tablet: share(read('tablet')) },
    duplicate_share: share(read('duplicates')),
    duration_seconds: knobs.minutes.trim() === '' ? null : Math.round(read('minutes') * 60),
  };
  return Object.keys(errors).length > 0 ? { errors } : { settings };
}

const FIELDS: Record<string, keyof Knobs> = {
  scenario: 'scenario',
  rate: 'rate',
  ctr: 'ctr',
  device_mix: 'mobile',
  'device_mix.mobile': 'mobile',
  'device_mix.desktop': 'desktop',
  'device_mix.tablet': 'tablet',
  duplicate_share: 'duplicates',
  duration_seconds: 'minutes',
};

/** The server's messages, at the fields that they are about. The form speaks of per cent and minutes, the server does not. */
export function knobErrorsOf(errors: { field: string; message: string }[]): KnobErrors {
  return Object.fromEntries(errors.flatMap(({ field, message }) => (FIELDS[field] === undefined ? [] : [[FIELDS[field], inFormUnits(field, message)]])));
}

function inFormUnits(field: string, message: string): string {
  if (field === 'rate') return message;
  const unit = field === 'duration_seconds' ? ' (in seconds)' : ' (as a share: 1 is 100 %)';
  return /\d/.test(message) ? `${message}${unit}` : message;
}

function parseNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d*\.?\d+$|^\d+\.$/.test(plain) ? Number(plain) : null;
}

const percent = (value: number) => tidy(value * 100);
const share = (value: number) => Number((value / 100).toFixed(8));
const tidy = (value: number) => String(Number(value.toFixed(4)));
