import { useMemo } from 'react';

const MINUTE_MS = 60_000;

/** The starts of `count` minutes; the same list while they are the same. `from` is the start of the first, ISO 8601. */
export function useMinutes(from: string, count: number): string[] {
  return useMemo(() => Array.from({ length: count }, (_, place) => new Date(Date.parse(from) + place * MINUTE_MS).toISOString()), [from, count]);
}
