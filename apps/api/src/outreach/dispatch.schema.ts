import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { DispatchView } from '../../../../libs/outreach/application/outreach-views.ts';
import { AUDIENCES, CHANNELS, DISPATCH_LIMITS, DISPATCH_STATUSES, PAUSE_CODES } from '../../../../libs/outreach/domain/dispatch.ts';

const count = { type: 'integer', minimum: 0 } as const;
const time = { type: 'string', format: 'date-time' } as const;
const nullableTime = { type: ['string', 'null'], format: 'date-time' } as const;
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', example: '09:00' } as const;
const { ratePerMinute, pauseAfterFailures, delayMs, subject, body, scheduleDays } = DISPATCH_LIMITS;

const windowSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['from', 'to'],
  properties: { from: clock, to: clock },
  description: "Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time.",
} as const;

const channelSchema = { type: 'string', enum: CHANNELS } as const;
const audienceSchema = { type: 'string', enum: AUDIENCES, description: 'new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.' } as const;

export const dispatchSchema = {
  type: 'object',
  required: [
    'id', 'campaign_id', 'status', 'channel', 'audience', 'template', 'simulated', 'rate_per_minute', 'sending_window', 'pause_after_failures', 'scheduled_at',
    'total', 'queued', 'sending', 'sent', 'failed', 'unsubscribed', 'released', 'rate', 'seconds_left', 'waiting', 'pause', 'created_at', 'started_at', 'finished_at', 'updated_at',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    campaign_id: { type: 'string' },
    status: { type: 'string', enum: DISPATCH_STATUSES },
    channel: channelSchema,
    audience: audienceSchema,
    template: { type: 'object', required: ['subject', 'body'], properties: { subject: { type: 'string' }, body: { type: 'string' } }, description: 'As it was when the dispatch was made.' },
    simulated: {
      type: ['object', 'null'],
      required: ['delay_ms', 'failure_rate'],
      properties: { delay_ms: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 }, failure_rate: { type: 'number' } },
      description: 'How the simulated channel behaves; null for others.',
    },
    rate_per_minute: { type: ['integer', 'null'] },
    sending_window: windowSchema,
    pause_after_failures: { type: 'integer' },
    scheduled_at: nullableTime,
    total: { ...count, description: 'queued + sending + sent + failed.' },
    queued: { ...count, description: 'Of a pending one: to how many it would go now.' },
    sending: count,
    sent: count,
    failed: count,
    unsubscribed: { ...count, description: 'Left out, because they want no requests.' },
    released: { ...count, description: 'Not sent to, because it was cancelled. They can be taken up by another one.' },
    rate: { type: ['number', 'null'], description: 'Recipients per second that were sent to, or failed for good, in the last seconds.' },
    seconds_left: { type: ['integer', 'null'], description: 'If it goes on like that. Null: nobody can say.' },
    waiting: {
      type: ['object', 'null'],
      required: ['reason', 'until'],
      properties: { reason: { type: 'string', enum: ['schedule', 'window', 'retry'] }, until: time },
      description: 'Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later.',
    },
    pause: {
      type: ['object', 'null'],
      required: ['code', 'detail', 'at'],
      properties: { code: { type: 'string', enum: PAUSE_CODES }, detail: { type: 'string', description: 'For people.' }, at: time },
      description: 'While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now.',
    },
    created_at: time,
    started_at: nullableTime,
    finished_at: nullableTime,
    updated_at: time,
  },
} as const;

export const newDispatchSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    channel: { ...channelSchema, default: 'simulated' },
    audience: { ...audienceSchema, default: 'new' },
    template: {
      oneOf: [
        { type: 'string', minLength: 1, maxLength: body },
        { type: 'object', additionalProperties: false, properties: { subject: { type: 'string', maxLength: subject }, body: { type: 'string', maxLength: body } } },
      ],
      description: "The text of the message, or subject and body. What is left out is the campaign's.",
    },
    scheduled_at: { ...nullableTime, description: `When to begin; at most ${scheduleDays} days ahead. Left out: at once.` },
    rate_per_minute: { type: ['integer', 'null'], minimum: ratePerMinute.min, maximum: ratePerMinute.max, description: 'Attempts, at most, in any minute. Null: as fast as it goes.' },
    sending_window: windowSchema,
    pause_after_failures: { type: 'integer', minimum: pauseAfterFailures.min, maximum: pauseAfterFailures.max, default: pauseAfterFailures.default, description: 'After so many recipients in a row whose first attempt failed it is paused, and says why.' },
    simulated: {
      type: 'object',
      additionalProperties: false,
      properties: {
        delay_ms: { type: 'array', items: { type: 'number', minimum: delayMs.min, maximum: delayMs.max }, minItems: 2, maxItems: 2, default: delayMs.default, description: 'Shortest and longest.' },
        failure_rate: { type: 'number', minimum: 0, maximum: 1, default: 0, description: 'Share of the recipients that fail in the end.' },
      },
      description: 'How the simulated channel behaves; only with that channel.',
    },
  },
} as const;

export interface DispatchBody {
  id: string;
  campaign_id: string;
  status: DispatchView['status'];
  channel: DispatchView['channel'];
  audience: DispatchView['audience'];
  template: DispatchView['template'];
  simulated: { delay_ms: [number, number]; failure_rate: number } | null;
  rate_per_minute: number | null;
  sending_window: { from: string; to: string } | null;
  pause_after_failures: number;
  scheduled_at: string | null;
  total: number;
  queued: number;
  sending: number;
  sent: number;
  failed: number;
  unsubscribed: number;
  released: number;
  rate: number | null;
  seconds_left: number | null;
  waiting: { reason: string; until: string } | null;
  pause: { code: string; detail: string; at: string } | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
}

export function toDispatchBody(view: DispatchView): DispatchBody {
  const { simulated, window, waiting, pause, queued, sending, sent, failed } = view;
  return {
    id: view.id,
    campaign_id: view.campaignId,
    status: view.status,
    channel: view.channel,
    audience: view.audience,
    template: view.template,
    simulated: simulated && { delay_ms: simulated.delayMs, failure_rate: simulated.failureRate },
    rate_per_minute: view.ratePerMinute,
    sending_window: window && { from: clockOf(window.opens), to: clockOf(window.closes) },
    pause_after_failures: view.pauseAfterFailures,
    scheduled_at: timeText(view.scheduledAt),
    total: queued + sending + sent + failed,
    queued,
    sending,
    sent,
    failed,
    unsubscribed: view.unsubscribed,
    released: view.released,
    rate: view.rate,
    seconds_left: view.secondsLeft,
    waiting: waiting && { reason: waiting.reason, until: formatUtcTime(waiting.until) },
    pause: pause && { ...pause, at: formatUtcTime(Math.floor(pause.at)) },
    created_at: formatUtcTime(view.createdAt),
    started_at: timeText(view.startedAt),
    finished_at: timeText(view.finishedAt),
    updated_at: formatUtcTime(view.updatedAt),
  };
}

/** Minutes since midnight as `09:00`. */
function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function timeText(at: number | null): string | null {
  return at === null ? null : formatUtcTime(at);
}
