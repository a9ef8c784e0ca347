import { createContext, use, useSyncExternalStore } from 'react';
import type { LiveConnection, LiveState } from './live-connection.ts';

const LiveContext = createContext<LiveConnection | null>(null);

export const LiveProvider = LiveContext.Provider;

export function useLiveConnection(): LiveConnection {
  const connection = use(LiveContext);
  if (connection === null) throw new Error('There is no LiveProvider above this component');
  return connection;
}

/** Renders again with every message, at most four times a second. */
export function useLiveState(): LiveState {
  const connection = useLiveConnection();
  return useSyncExternalStore(connection.subscribe, connection.getState);
}

/**
 * The server's present time in ms, or null before there is data. It stands still while the line is lost: what happened
 * since then is not known, and must not be drawn as silence.
 */
export function serverNow(state: LiveState): number | null {
  if (state.asOf === null) return null;
  const elapsed = state.phase === 'live' ? Date.now() - state.receivedAt : 0;
  return Date.parse(state.asOf) + elapsed;
}
