import { shortened, withoutControls } from '../../../kernel/characters.ts';
import type { DeliveryOutcome } from '../../domain/delivery.ts';

export interface Answer {
  status: number;
  /** The header. */
  retryAfter: string | undefined;
  /** Its beginning. */
  body: string;
}

/** Besides what failed on the other side: too slow, too early, too many. */
const WORTH_ANOTHER = [408, 425, 429];
const MAX_MESSAGE = 300;

/** @param now ms since 1970 */
export function outcomeOfAnswer({ status, retryAfter, body }: Answer, now: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return { status: 'sent' };
  // Following it would hand recipients' data to whoever is named there.
  if (status >= 300 && status < 400) return { status: 'permanent', code: 'WEBHOOK_REDIRECT', message: `HTTP ${status}: redirects are not followed; set WEBHOOK_URL to where it leads.` };
  const said = withoutControls(body).replaceAll(/\s+/g, ' ').trim();
  const failure = { code: `WEBHOOK_${status}`, message: shortened(said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`, MAX_MESSAGE) };
  if (status < 500 && !WORTH_ANOTHER.includes(status)) return { status: 'permanent', ...failure };
  const retryAfterMs = patience(retryAfter, now);
  return { status: 'transient', ...failure, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** @param deadlineMs when that is what ended it */
export function outcomeOfSilence(error: NodeJS.ErrnoException, deadlineMs: number | undefined): DeliveryOutcome {
  if (deadlineMs !== undefined) return { status: 'transient', code: 'WEBHOOK_TIMEOUT', message: `no answer within ${deadlineMs / 1000} s` };
  return { status: 'transient', code: 'WEBHOOK_UNREACHABLE', message: shortened(error.message || error.code || 'no answer', MAX_MESSAGE) };
}

/**
 * Retry-After (RFC 9110, 10.2.3) as ms from now on: seconds, or a date; undefined when it is neither.
 *
 * @param now ms since 1970
 */
export function patience(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  // A date has a month's name in each of its three forms; what else Date.parse makes dates of is none here.
  const date = /[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
