import type { Dispatch, DispatchSettings, DispatchSums, Pause, SimulatedBehaviour } from '../../domain/dispatch.ts';

/** A row of `dispatches`. */
export interface DispatchRow extends DispatchSums {
  /** Where it was asked for, of a pending one: its queue is whom it would go to now. */
  audience_size?: number | null;
  id: string;
  campaign_id: string;
  status: Dispatch['status'];
  channel: Dispatch['channel'];
  audience: Dispatch['audience'];
  subject: string;
  body: string;
  simulated: SimulatedBehaviour | null;
  rate_per_minute: number | null;
  window_opens: number | null;
  window_closes: number | null;
  pause_after_failures: number;
  scheduled_at: Date | null;
  failures_in_row: number;
  pause: Pause | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  updated_at: Date;
}

export function toDispatch(row: DispatchRow): Dispatch {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    status: row.status,
    channel: row.channel,
    audience: row.audience,
    template: { subject: row.subject, body: row.body },
    simulated: row.simulated,
    ratePerMinute: row.rate_per_minute,
    window: row.window_opens === null || row.window_closes === null ? null : { opens: row.window_opens, closes: row.window_closes },
    pauseAfterFailures: row.pause_after_failures,
    scheduledAt: row.scheduled_at?.getTime() ?? null,
    queued: row.audience_size ?? row.queued,
    sending: row.sending,
    sent: row.sent,
    failed: row.failed,
    unsubscribed: row.unsubscribed,
    released: row.released,
    failuresInRow: row.failures_in_row,
    pause: row.pause,
    createdAt: row.created_at.getTime(),
    startedAt: row.started_at?.getTime() ?? null,
    finishedAt: row.finished_at?.getTime() ?? null,
    updatedAt: row.updated_at.getTime(),
  };
}

/** What is decided when a dispatch is made, by column. */
export function settingsColumns(settings: DispatchSettings): Record<string, unknown> {
  return {
    channel: settings.channel,
    audience: settings.audience,
    subject: settings.template.subject,
    body: settings.template.body,
    simulated: settings.simulated === null ? null : JSON.stringify(settings.simulated),
    rate_per_minute: settings.ratePerMinute,
    window_opens: settings.window?.opens ?? null,
    window_closes: settings.window?.closes ?? null,
    pause_after_failures: settings.pauseAfterFailures,
    scheduled_at: settings.scheduledAt === null ? null : new Date(settings.scheduledAt),
  };
}
