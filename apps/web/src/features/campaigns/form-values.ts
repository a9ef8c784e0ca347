import type { FieldError } from '../../api/client.ts';
import { formatMoney } from '../../shared/format.ts';
import type { Settings } from './edit-conflict.ts';
import { parseBudget } from './parse-budget.ts';
import type { CampaignStatus } from './types.ts';

/** What stands in the fields of the form. */
export interface FormValues {
  id: string;
  name: string;
  /** As typed. */
  daily_budget: string;
  time_zone: string;
  status: CampaignStatus;
}

export type FormField = keyof FormValues;

export const LABELS: Record<FormField, string> = { id: 'Id', name: 'Name', daily_budget: 'Daily budget', time_zone: 'Time zone', status: 'State' };
/** In the order they stand in: the first wrong one gets the focus. */
const FIELDS: FormField[] = ['name', 'daily_budget', 'time_zone', 'status', 'id'];

const MAX_TEXT = 200;

export function newValues(id: string): FormValues {
  return { id, name: '', daily_budget: '', time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', status: 'active' };
}

export function toValues(settings: Settings & { id: string }): FormValues {
  const { id, name, daily_budget, time_zone, status } = settings;
  return { id, name, daily_budget: budgetText(daily_budget), time_zone, status };
}

/** Without signs of thousands, so that every language reads it the same. */
export function budgetText(amount: number): string {
  return amount.toFixed(2);
}

/** What the values mean; an amount that cannot be read is NaN, which differs from everything. */
export function toSettings(values: FormValues): Settings {
  const budget = parseBudget(values.daily_budget);
  return {
    name: values.name.trim(),
    daily_budget: 'amount' in budget ? budget.amount : Number.NaN,
    time_zone: values.time_zone,
    status: values.status,
  };
}

type Messages = Partial<Record<FormField, string>>;

/** The server's rules, said before it is asked. */
export function checkValues(values: FormValues): Messages {
  const messages: Messages = {};
  const name = values.name.trim();
  if (name === '') messages.name = 'Name is missing';
  else if (name.length > MAX_TEXT) messages.name = `Name has ${name.length} characters; ${MAX_TEXT} are the most`;
  const budget = parseBudget(values.daily_budget);
  if ('problem' in budget) messages.daily_budget = budget.problem;
  if (values.time_zone === '') messages.time_zone = 'Time zone is missing';
  if (values.id.length > MAX_TEXT) messages.id = `Id has ${values.id.length} characters; ${MAX_TEXT} are the most`;
  else if (values.id === '.' || values.id === '..') messages.id = 'Id cannot be only dots: browsers take them out of addresses';
  return messages;
}

/** The server's messages at the fields they belong to. Undefined when one belongs to none. */
export function toMessages(errors: FieldError[]): Messages | undefined {
  const messages: Messages = {};
  for (const { field, message } of errors) {
    const known = FIELDS.find((name) => name === field);
    if (known === undefined) return undefined;
    messages[known] = `${LABELS[known]} ${message}`;
  }
  return errors.length === 0 ? undefined : messages;
}

export function firstWrong(messages: Messages): FormField | undefined {
  return FIELDS.find((field) => messages[field] !== undefined);
}

/** A value as people read it. */
export function valueWords(field: keyof Settings, value: string | number): string {
  if (field === 'daily_budget') return Number.isNaN(value) ? 'what you typed' : formatMoney(Number(value));
  if (field === 'name') return `“${value}”`;
  return String(value);
}

