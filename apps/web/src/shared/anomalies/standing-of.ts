import type { Anomaly } from './anomaly.ts';

/** While it lasts, each minute is judged within half a minute of its end. */
const UNJUDGED_MS = 5 * 60_000;

/** Whether it goes on, is over, or nobody knows: whoever judges minutes stands still, or has forgotten it. `now` is the server's time, in ms. */
export type Standing = 'ongoing' | 'unjudged' | 'over';

export function standingOf({ is_over, last_minute }: Pick<Anomaly, 'is_over' | 'last_minute'>, now: number): Standing {
  if (is_over) return 'over';
  return now - Date.parse(last_minute) > UNJUDGED_MS ? 'unjudged' : 'ongoing';
}

/** Whether somebody should look at it now: it goes on, and nobody has paused the campaign on purpose. */
export function isAlarming(anomaly: Pick<Anomaly, 'is_over' | 'last_minute' | 'campaign_status'>, now: number): boolean {
  return standingOf(anomaly, now) === 'ongoing' && anomaly.campaign_status !== 'paused';
}
