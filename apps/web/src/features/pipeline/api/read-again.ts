import { untilThere } from '../../../shared/try-again.ts';

/** The live connection sends what most people look at; other windows are asked for. */
const READ_EVERY_MS = 3_000;

/** `refetchInterval` of a part of the page. */
export function readAgain(isLive: boolean): typeof untilThere {
  return isLive ? untilThere : () => READ_EVERY_MS;
}
