import type { HttpAnswer } from './http-post.ts';

/**
 * What an answer asks for. `overloaded` concerns every request to that server, `failed` perhaps only this one.
 * A retry is always safe: Flightdeck counts a repeated event_id once.
 */
export type Verdict =
  | { kind: 'acknowledged' }
  | { kind: 'too-large' }
  | { kind: 'overloaded'; retryAfterMs: number; reason: string }
  | { kind: 'failed'; retryAfterMs: number; reason: string }
  | { kind: 'refused'; reason: string };

export function judge(answer: HttpAnswer, now = Date.now()): Verdict {
  const { status } = answer;
  if (status === 202) return { kind: 'acknowledged' };
  if (status === 413) return { kind: 'too-large' };
  const detail = problemDetail(answer.body);
  const reason = detail === undefined ? `it answers ${status}` : `it answers ${status}: ${detail}`;
  const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], now);
  if (status === 429 || status === 503) return { kind: 'overloaded', retryAfterMs, reason };
  if (status >= 500) return { kind: 'failed', retryAfterMs, reason };
  if (status >= 400) return { kind: 'refused', reason };
  return { kind: 'refused', reason: `it answers ${status}, as Flightdeck never does` };
}

/** @returns milliseconds; 0 when the header is absent or unreadable. RFC 9110 10.2.3: seconds, or a date. */
export function parseRetryAfter(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

const FIRST_DELAY_MS = 200;
/** A server that comes back should not wait long for its traffic. */
const LONGEST_DELAY_MS = 5_000;

/**
 * Exponential, between half and the whole of its step: clients that failed together must not come back together.
 *
 * @param attempt 1 after the first failure
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const step = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 16));
  return step * (0.5 + random() / 2);
}

/** The `detail` of an RFC 9457 body, with the fields it names. */
function problemDetail(body: string): string | undefined {
  try {
    const { detail, errors } = JSON.parse(body) as { detail?: unknown; errors?: { field: string; message: string }[] };
    if (typeof detail !== 'string') return undefined;
    return errors === undefined ? detail : `${detail} ${describeErrors(errors)}`;
  } catch {
    return undefined;
  }
}

export function describeErrors(errors: readonly { field: string; message: string }[]): string {
  return errors.map(({ field, message }) => (field === '' ? message : `${field} ${message}`)).join('; ');
}
