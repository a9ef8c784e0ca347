import type { FieldError } from '../../../api/client.ts';
import { fromLocalField } from '../../../shared/local-time.ts';
import type { DispatchWish } from '../api/start-dispatch.ts';
import type { Dispatch } from '../types.ts';

/** What stands in the fields of the dialog; numbers as typed. */
export interface StartValues {
  channel: Dispatch['channel'];
  audience: Dispatch['audience'];
  when: 'now' | 'later';
  /** As datetime-local fields have it, by the reader's clock. */
  at: string;
  rate: string;
  hasWindow: boolean;
  from: string;
  to: string;
  pauseAfter: string;
  delayFrom: string;
  delayTo: string;
  failures: string;
}

export type StartErrors = Partial<Record<keyof StartValues, string>>;

export const FIRST_VALUES: StartValues = {
  channel: 'simulated',
  audience: 'new',
  when: 'now',
  at: '',
  rate: '',
  hasWindow: false,
  from: '09:00',
  to: '18:00',
  pauseAfter: '100',
  delayFrom: '50',
  delayTo: '250',
  failures: '5',
};

/** What the fields ask for, or what is wrong with them. `now` in ms. */
export function wishOf(values: StartValues, now: number): { wish: DispatchWish } | { errors: StartErrors } {
  const errors: StartErrors = {};
  const whole = (field: 'rate' | 'pauseAfter' | 'delayFrom' | 'delayTo', least: number, most: number) => {
    const number = readNumber(values[field]);
    if (!Number.isInteger(number) || number < least || number > most) errors[field] = `A whole number from ${least.toLocaleString()} to ${most.toLocaleString()}`;
    return number;
  };
  const wish: DispatchWish = { channel: values.channel, audience: values.audience, pause_after_failures: whole('pauseAfter', 1, 100_000) };
  if (values.when === 'later') {
    const at = fromLocalField(values.at);
    if (Number.isNaN(at)) errors.at = 'Choose a day and a time';
    else if (at <= now) errors.at = 'This has passed';
    else wish.scheduled_at = new Date(at).toISOString();
  }
  if (values.rate.trim() !== '') wish.rate_per_minute = whole('rate', 1, 1_000_000);
  if (values.hasWindow) {
    if (values.from === '') errors.from = 'A time of day';
    if (values.to === '') errors.to = 'A time of day';
    if (values.from === values.to && values.from !== '') errors.to = 'Both are the same: it would never be open';
    wish.sending_window = { from: values.from, to: values.to };
  }
  if (values.channel === 'simulated') {
    const [least, most] = [whole('delayFrom', 0, 60_000), whole('delayTo', 0, 60_000)];
    if (errors.delayFrom === undefined && errors.delayTo === undefined && least > most) errors.delayTo = 'Not shorter than the shortest';
    const failures = readNumber(values.failures);
    if (!(failures >= 0 && failures <= 100)) errors.failures = 'From 0 to 100';
    wish.simulated = { delay_ms: [least, most], failure_rate: failures / 100 };
  }
  return Object.keys(errors).length === 0 ? { wish } : { errors };
}

/** As people write numbers, in groups or not; NaN for what is none. */
function readNumber(text: string): number {
  const bare = text.trim().replaceAll(/(?<=\d)[ ,'\u00A0\u202F](?=\d{3}\b)/g, '').replace(',', '.');
  return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : NaN;
}

const FIELDS: Record<string, keyof StartValues> = {
  channel: 'channel',
  audience: 'audience',
  scheduled_at: 'at',
  rate_per_minute: 'rate',
  sending_window: 'from',
  'sending_window.from': 'from',
  'sending_window.to': 'to',
  pause_after_failures: 'pauseAfter',
  'simulated.delay_ms': 'delayFrom',
  'simulated.failure_rate': 'failures',
};

/** The server's messages at the fields they belong to; undefined when one belongs to none. */
export function startErrorsOf(problems: FieldError[]): StartErrors | undefined {
  const errors: StartErrors = {};
  for (const { field, message } of problems) {
    const known = FIELDS[field];
    if (known === undefined) return undefined;
    errors[known] = `It ${message}`;
  }
  return problems.length === 0 ? undefined : errors;
}
