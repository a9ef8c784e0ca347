import type { MinutePoint } from '../types.ts';

/** As drawn: without the running minute, whose first few events may be anything. */
export const ctrsOf = (points: readonly MinutePoint[]): (number | null)[] => points.map(({ ctr }, place) => (place === points.length - 1 ? null : ctr));
