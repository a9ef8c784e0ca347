import type { CampaignStatus } from './campaign.ts';

/** A time in which a campaign was paused, in ms since 1970; `to` is null while it lasts. */
export interface Pause {
  from: number;
  to: number | null;
}

/** What a campaign's status was, from a time (ms since 1970) on. */
export interface StatusAt {
  status: CampaignStatus;
  at: number;
}

/** @param statuses oldest first; several after each other may be the same @returns oldest first */
export function pausesOf(statuses: readonly StatusAt[]): Pause[] {
  const pauses: Pause[] = [];
  for (const { status, at } of statuses) {
    const last = pauses.at(-1);
    const isPaused = last !== undefined && last.to === null;
    if (status === 'paused' && !isPaused) pauses.push({ from: at, to: null });
    else if (status === 'active' && isPaused) last.to = at;
  }
  return pauses;
}
