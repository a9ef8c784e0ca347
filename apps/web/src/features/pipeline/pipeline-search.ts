/** What of the page lives in the URL. What is left out has its default: half an hour, the busiest eight campaigns. */
export interface PipelineSearch {
  minutes?: Window;
  campaigns?: number;
}

/** Minutes that are shown, the running one included. */
export const WINDOWS = [30, 60] as const;
export type Window = (typeof WINDOWS)[number];

/** What the live connection sends. */
export const LIVE_WINDOW: Window = 30;
export const LIVE_CAMPAIGNS = 8;

/** What the API answers with at most, and a table of small charts can be compared in. */
export const MOST_CAMPAIGNS = 50;

/** Whatever somebody typed into the address bar becomes something that can be shown. */
export function parsePipelineSearch(search: Record<string, unknown>): PipelineSearch {
  const parsed: PipelineSearch = {};
  const minutes = WINDOWS.find((window) => window === Number(search.minutes));
  if (minutes !== undefined && minutes !== LIVE_WINDOW) parsed.minutes = minutes;
  const campaigns = Number(search.campaigns);
  if (Number.isInteger(campaigns) && campaigns > LIVE_CAMPAIGNS) parsed.campaigns = Math.min(MOST_CAMPAIGNS, campaigns);
  return parsed;
}

export function shownOf({ minutes = LIVE_WINDOW, campaigns = LIVE_CAMPAIGNS }: PipelineSearch): { minutes: Window; campaigns: number } {
  return { minutes, campaigns };
}
