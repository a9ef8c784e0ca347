import { type Limits, MOST_POINTS, STEP_MS } from '../range/detail-view.ts';

/** Half of what is shown, around a time. Never less than two buckets. */
export function zoomIn({ from, to }: Limits, around: number, step: number): Limits {
  const length = Math.max(2 * step, Math.ceil((to - from) / 2 / step) * step);
  const begin = Math.floor((around - length / 2) / step) * step;
  return { from: begin, to: begin + length };
}

/** Twice of what is shown, around its middle, but not far into the future. */
export function zoomOut({ from, to }: Limits, now: number): Limits {
  const length = Math.min((to - from) * 2, MOST_POINTS * STEP_MS.day);
  const end = Math.min(to + (to - from) / 2, Math.max(to, Math.ceil(now / STEP_MS.minute) * STEP_MS.minute));
  return { from: Math.max(0, end - length), to: end };
}
