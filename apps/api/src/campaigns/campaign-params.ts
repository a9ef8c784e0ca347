import { GRANULARITY_MS, type ReportQuery, type ReportRange, limitsOf, type Window, WINDOWS } from '../../../../libs/events/application/campaign-report.ts';
import type { Granularity } from '../../../../libs/events/application/ports.ts';
import { parseUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import { isShortText } from '../events/storable-json.ts';
import { invalidFields } from '../validation.ts';

export const MAX_ID = 200;
const MAX_IDS = 200;
const MAX_POINTS = 5_000;

const WINDOW_NAMES = Object.keys(WINDOWS) as Window[];
const GRANULARITIES = Object.keys(GRANULARITY_MS) as Granularity[];
const UTC_TIME = 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z';

/** An id that ad clients may report, and people may register. */
export function isCampaignId(value: unknown): value is string {
  return isShortText(value, MAX_ID);
}

/** The `campaign_id` of a request that did not come by a path. @throws DomainError `VALIDATION_FAILED` */
export function readCampaignId(params: unknown): string {
  const id = fieldsOf(params).campaign_id;
  if (!isCampaignId(id)) throw invalidFields([{ field: 'campaign_id', message: `must be a non-empty string of at most ${MAX_ID} characters` }]);
  return id;
}

/** @throws DomainError `VALIDATION_FAILED` */
export function readIds(params: unknown): string[] {
  const { ids } = fieldsOf(params);
  if (!Array.isArray(ids) || ids.length > MAX_IDS || !ids.every(isCampaignId)) {
    throw invalidFields([{ field: 'ids', message: `must be a list of at most ${MAX_IDS} campaign ids` }]);
  }
  return ids;
}

/**
 * What a report is asked for: `window` or `from` and `to`, `granularity`, `compare`. Values may be text, as in a URL.
 *
 * @throws DomainError `VALIDATION_FAILED`
 */
export function readReportQuery(params: unknown): ReportQuery {
  const campaignId = readCampaignId(params);
  const fields = fieldsOf(params);
  const errors: FieldError[] = [];
  const granularity = GRANULARITIES.find((name) => name === (fields.granularity ?? 'minute'));
  if (granularity === undefined) errors.push({ field: 'granularity', message: `must be one of ${GRANULARITIES.join(', ')}` });
  const compare = [undefined, 'false', false].includes(fields.compare as boolean) ? false : [true, 'true'].includes(fields.compare as boolean) || undefined;
  if (compare === undefined) errors.push({ field: 'compare', message: 'must be true or false' });
  const range = readRange(fields, errors);
  if (range !== undefined && granularity !== undefined && errors.length === 0) {
    const query = { campaignId, range, granularity, compare: compare! };
    const { from, to } = limitsOf(query, Date.now());
    if ((to - from) / GRANULARITY_MS[granularity] <= MAX_POINTS) return query;
    errors.push({ field: 'granularity', message: `must be coarser for so long a range: at most ${MAX_POINTS} points` });
  }
  throw invalidFields(errors);
}

function readRange({ window, from, to }: Record<string, unknown>, errors: FieldError[]): ReportRange | undefined {
  if (from === undefined && to === undefined) {
    const name = WINDOW_NAMES.find((each) => each === (window ?? '1h'));
    if (name !== undefined) return { window: name };
    errors.push({ field: 'window', message: `must be one of ${WINDOW_NAMES.join(', ')}` });
    return undefined;
  }
  if (window !== undefined) errors.push({ field: 'window', message: 'cannot be given beside from and to' });
  const limits = readLimits({ from, to }, errors);
  return limits;
}

/**
 * `from` and `to`, both required.
 *
 * @returns undefined after telling `errors` what is wrong
 */
export function readLimits({ from, to }: Record<string, unknown>, errors: FieldError[]): { from: number; to: number } | undefined {
  const first = typeof from === 'string' ? parseUtcTime(from) : undefined;
  const after = typeof to === 'string' ? parseUtcTime(to) : undefined;
  if (first === undefined) errors.push({ field: 'from', message: from === undefined ? 'is required beside to' : UTC_TIME });
  if (after === undefined) errors.push({ field: 'to', message: to === undefined ? 'is required beside from' : UTC_TIME });
  if (first === undefined || after === undefined) return undefined;
  if (first < after) return { from: first, to: after };
  errors.push({ field: 'to', message: 'must be later than from' });
  return undefined;
}

function fieldsOf(params: unknown): Record<string, unknown> {
  return typeof params === 'object' && params !== null ? (params as Record<string, unknown>) : {};
}
