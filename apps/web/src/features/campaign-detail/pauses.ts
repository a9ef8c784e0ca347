/** A time in which the campaign was paused, in ms; `to` is null while it lasts. */
export interface Pause {
  from: number;
  to: number | null;
}

/** Whether any of the time from `from` to before `to`, in ms, lies in a pause. */
export function isPausedWithin(pauses: readonly Pause[], from: number, to: number): boolean {
  return pauses.some((pause) => pause.from < to && (pause.to ?? Infinity) > from);
}
