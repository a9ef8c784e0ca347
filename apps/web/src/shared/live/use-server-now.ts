import { serverNow, useLiveState } from './live-context.ts';
import { useTick } from '../use-tick.ts';

/** The server's time in ms, once a second; this browser's as long as nothing was heard. It stands still while the line is lost. */
export function useServerNow(): number {
  const own = useTick(1_000);
  return serverNow(useLiveState()) ?? own;
}
