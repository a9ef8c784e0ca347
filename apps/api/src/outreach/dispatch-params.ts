import { Allow } from 'class-validator';
import { parseUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import type { CreateDispatch } from '../../../../libs/outreach/application/create-dispatch.ts';
import { AUDIENCES, CHANNELS, DISPATCH_LIMITS, type SimulatedBehaviour, type Template } from '../../../../libs/outreach/domain/dispatch.ts';
import type { SendingWindow } from '../../../../libs/outreach/domain/sending-window.ts';
import { isShortText } from '../events/storable-json.ts';
import { invalidFields } from '../validation.ts';

const DAY_MS = 86_400_000;
/** Clocks differ, and requests take their time. */
const TOLERANCE_MS = 60_000;
const NO_FIELD = 'is not a field of this request';

/** The body of `POST …/dispatches`: all of it may be left out, and anything may stand there; {@link readNewDispatch} says what is wrong with it. */
export class NewDispatch {
  @Allow() channel: unknown;
  @Allow() audience: unknown;
  @Allow() template: unknown;
  @Allow() scheduled_at: unknown;
  @Allow() rate_per_minute: unknown;
  @Allow() sending_window: unknown;
  @Allow() pause_after_failures: unknown;
  @Allow() simulated: unknown;
}

/** @throws DomainError `VALIDATION_FAILED` */
export function readNewDispatch(body: NewDispatch, now: number): CreateDispatch['settings'] {
  const errors: FieldError[] = [];
  const refuse = (field: string, message: string): undefined => void errors.push({ field, message });
  const channel = readOneOf(CHANNELS, body.channel ?? 'simulated', (message) => refuse('channel', message));
  const audience = readOneOf(AUDIENCES, body.audience ?? 'new', (message) => refuse('audience', message));
  const template = readTemplate(body.template, refuse);
  const scheduledAt = readSchedule(body.scheduled_at, now, refuse);
  const ratePerMinute = isNothing(body.rate_per_minute) ? null : readWhole(body.rate_per_minute, DISPATCH_LIMITS.ratePerMinute, (message) => refuse('rate_per_minute', message));
  const window = readWindow(body.sending_window, refuse);
  const { default: usual, ...limits } = DISPATCH_LIMITS.pauseAfterFailures;
  const pauseAfterFailures = readWhole(body.pause_after_failures ?? usual, limits, (message) => refuse('pause_after_failures', message));
  const simulated = readSimulated(body.simulated, refuse);
  if (body.simulated !== undefined && channel !== undefined && channel !== 'simulated') refuse('simulated', 'is for the simulated channel alone');
  if (errors.length > 0) throw invalidFields(errors);
  return {
    channel: channel!,
    audience: audience!,
    template: template!,
    scheduledAt: scheduledAt!,
    ratePerMinute: ratePerMinute!,
    window: window!,
    pauseAfterFailures: pauseAfterFailures!,
    simulated: channel === 'simulated' ? simulated! : null,
  };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

type Refuse = (field: string, message: string) => undefined;

function readOneOf<T extends string>(values: readonly T[], value: unknown, refuse: (message: string) => undefined): T | undefined {
  return values.find((each) => each === value) ?? refuse(`must be one of ${values.join(', ')}`);
}

function readWhole(value: unknown, { min, max }: { min: number; max: number }, refuse: (message: string) => undefined): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : refuse(`must be a whole number from ${min} to ${max.toLocaleString('en')}`);
}

function readTemplate(value: unknown, refuse: Refuse): Partial<Template> | undefined {
  if (value === undefined) return {};
  const given: Partial<Record<keyof Template, unknown>> | undefined = typeof value === 'string' ? { body: value } : readObject(value, ['subject', 'body'], 'template', refuse);
  if (given === undefined) return undefined;
  const template: Partial<Template> = {};
  for (const name of ['subject', 'body'] as const) {
    const [text, max] = [given[name], DISPATCH_LIMITS[name]];
    if (text === undefined) continue;
    if (isShortText(text, max)) template[name] = text;
    else refuse(typeof value === 'string' ? 'template' : `template.${name}`, `must be a text of 1 to ${max.toLocaleString('en')} characters`);
  }
  return template;
}

function readSchedule(value: unknown, now: number, refuse: Refuse): number | null | undefined {
  if (isNothing(value)) return null;
  const time = typeof value === 'string' ? parseUtcTime(value) : undefined;
  if (time === undefined) return refuse('scheduled_at', 'must be a time in UTC such as 2026-02-10T21:10:00Z');
  if (time < now - TOLERANCE_MS) return refuse('scheduled_at', 'must not be in the past');
  return time <= now + DISPATCH_LIMITS.scheduleDays * DAY_MS ? time : refuse('scheduled_at', `must be within the next ${DISPATCH_LIMITS.scheduleDays} days`);
}

function readWindow(value: unknown, refuse: Refuse): SendingWindow | null | undefined {
  if (isNothing(value)) return null;
  const given = readObject(value, ['from', 'to'], 'sending_window', refuse);
  if (given === undefined) return undefined;
  const [opens, closes] = (['from', 'to'] as const).map((name) => minutesOf(given[name]) ?? refuse(`sending_window.${name}`, 'must be a time of day such as 09:00'));
  if (opens === undefined || closes === undefined) return undefined;
  return opens === closes ? refuse('sending_window.to', 'must be another time than from') : { opens, closes };
}

function minutesOf(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

function readSimulated(value: unknown, refuse: Refuse): SimulatedBehaviour | undefined {
  const { min, max, default: usual } = DISPATCH_LIMITS.delayMs;
  if (value === undefined) return { delayMs: usual, failureRate: 0 };
  const given = readObject(value, ['delay_ms', 'failure_rate'], 'simulated', refuse);
  if (given === undefined) return undefined;
  const { delay_ms: delays = usual, failure_rate: failureRate = 0 } = given;
  const isDelay = (delay: unknown): delay is number => typeof delay === 'number' && delay >= min && delay <= max;
  if (!Array.isArray(delays) || delays.length !== 2 || !delays.every(isDelay) || delays[0]! > delays[1]!) {
    return refuse('simulated.delay_ms', `must be the shortest and the longest delay, from ${min} to ${max.toLocaleString('en')} ms`);
  }
  if (typeof failureRate !== 'number' || !(failureRate >= 0 && failureRate <= 1)) return refuse('simulated.failure_rate', 'must be a number from 0 to 1');
  return { delayMs: [delays[0]!, delays[1]!], failureRate };
}

function readObject<Name extends string>(value: unknown, names: readonly Name[], field: string, refuse: Refuse): Partial<Record<Name, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, `must be an object with ${names.join(' and ')}`);
  const strange = Object.keys(value).find((name) => !(names as readonly string[]).includes(name));
  return strange === undefined ? value : refuse(`${field}.${strange}`, NO_FIELD);
}
