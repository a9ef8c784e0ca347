import { useCallback, useState } from 'react';

/**
 * The minute that somebody points at, the same in all charts that stand below each other. It stays with its minute while the
 * charts move on to the next.
 */
export function usePointed(minutes: readonly string[]): { pointed: number | null; pointAt: (place: number | null) => void } {
  const [minute, setMinute] = useState<string | null>(null);
  const place = minute === null ? -1 : minutes.indexOf(minute);
  const pointAt = useCallback((at: number | null) => setMinute(at === null ? null : (minutes[at] ?? null)), [minutes]);
  return { pointed: place === -1 ? null : place, pointAt };
}
