import { formatClock, formatCount } from '../../../shared/format.ts';
import { formatDay, formatDayAndMinute, formatMinuteIn } from '../../../shared/format-time.ts';
import type { Dispatch } from '../types.ts';

export const CHANNEL_WORDS: Record<Dispatch['channel'], string> = { simulated: 'Simulated', smtp: 'E-mail (SMTP)', webhook: 'Webhook' };

export const AUDIENCE_WORDS: Record<Dispatch['audience'], string> = { new: 'those who were not asked yet', unanswered: 'all who have not answered yet' };

const STATUS_WORDS: Record<Dispatch['status'], string> = { pending: 'Waiting to begin', processing: 'Sending', paused: 'Paused', completed: 'Finished', cancelled: 'Cancelled' };

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** How long it will take, as a person would say it; `seconds` are an estimate. */
export function timeLeftWords(seconds: number): string {
  if (seconds < 50) return 'less than a minute left';
  if (seconds < 90 * MINUTE_S) return `about ${Math.max(1, Math.round(seconds / MINUTE_S))} min left`;
  if (seconds < 36 * HOUR_S) return `about ${formatCount(Math.round(seconds / HOUR_S))} h left`;
  return `about ${formatCount(Math.round(seconds / DAY_S))} days left`;
}

/** What a dispatch that could go on waits for; times of day of the campaign, whose hours are meant, and of the reader for what is soon. */
export function waitingWords({ reason, until }: NonNullable<Dispatch['waiting']>, timeZone: string, now: number): string {
  const time = Date.parse(until);
  const isFar = time - now > 20 * HOUR_S * 1_000;
  const clock = `${isFar ? `${formatDay(time)}, ` : ''}${formatMinuteIn(timeZone, time)} (${timeZone})`;
  switch (reason) {
    case 'schedule':
      return `begins at ${clock}`;
    case 'window':
      return `continues at ${clock}`;
    case 'retry':
      return `waits for a retry at ${formatClock(time)}`;
  }
}

/** Why it does not go on, and what somebody can do about it. */
export function pauseWords({ pause, scheduled_at }: Pick<Dispatch, 'pause' | 'scheduled_at'>): string {
  if (pause === null) return 'It is paused.';
  const at = formatDayAndMinute(pause.at);
  switch (pause.code) {
    case 'asked':
      return `Somebody has paused it at ${at}. Nobody is written to until it goes on.`;
    case 'failures_in_row':
      return `It has paused itself at ${at}: too many failures in a row. ${sentence(pause.detail)} Look for the cause first; then let it go on, and send again to those who failed.`;
    case 'schedule_missed':
      return `It was to begin ${scheduled_at === null ? 'earlier' : `at ${formatDayAndMinute(scheduled_at)}`}, when Flightdeck was not running. It is too late to begin without asking: shall it go out now?`;
  }
}

const sentence = (text: string) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** What came of it, everybody named: those it had no word for would be the ones who were forgotten. `released` were not written to. */
export function sumWords({ sent, failed, queued, sending, unsubscribed, released }: Pick<Dispatch, 'sent' | 'failed' | 'queued' | 'sending' | 'unsubscribed' | 'released'>): string {
  const parts = [`${formatCount(sent)} sent`];
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  if (queued + sending > 0) parts.push(`${formatCount(queued + sending)} left`);
  if (released > 0) parts.push(`${formatCount(released)} not written to`);
  if (unsubscribed > 0) parts.push(`${formatCount(unsubscribed)} unsubscribed ${unsubscribed === 1 ? 'was' : 'were'} left out`);
  return `${parts.join(', ')}.`;
}

/** What it does at the moment, in a word or a few. */
export function statusWords({ status, pause, waiting }: Pick<Dispatch, 'status' | 'pause'> & { waiting?: Dispatch['waiting'] }): string {
  if (status === 'paused' && pause !== null) return { asked: 'Paused', failures_in_row: 'Paused: failures', schedule_missed: 'Missed its time' }[pause.code];
  if (status === 'processing' && waiting?.reason === 'window') return 'Waiting for its hours';
  if (status === 'processing' && waiting?.reason === 'retry') return 'Waiting for retries';
  return STATUS_WORDS[status];
}

/** "1 recipient", "1,200 recipients". */
export const people = (count: number) => `${formatCount(count)} recipient${count === 1 ? '' : 's'}`;
