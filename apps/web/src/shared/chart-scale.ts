/** Half an event cannot happen: an axis of counts goes in 1, 2, 5 and their tens. */
export const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/**
 * The top of an axis, which is never below `least`. It moves in few steps only; if it followed every value, the whole line
 * would twitch.
 */
export function roundUp(max: number, least: number): number {
  if (!(max > 0.8 * least)) return least;
  const magnitude = 10 ** Math.floor(Math.log10(max));
  const step = [1.25, 1.5, 2, 2.5, 4, 5, 7.5, 10].find((candidate) => candidate * magnitude >= max * 1.05) ?? 20;
  return step * magnitude;
}
