const MINUTE_MS = 60_000;

/** What of a campaign's page shows what began at a time (ms since 1970), with what was before it. */
export const rangeAt = (time: number) => ({ from: new Date(time - 30 * MINUTE_MS).toISOString(), to: new Date(time + 15 * MINUTE_MS).toISOString() });
