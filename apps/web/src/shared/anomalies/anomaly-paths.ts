import type { Anomaly } from './anomaly.ts';

/** Filled, in a square of 12: up, down, and a line that has gone flat. Told apart without colour. */
export const ANOMALY_PATHS: Record<Anomaly['kind'], string> = {
  spike: 'M6 1.2l5.2 9.3H.8z',
  drop: 'M6 10.8L.8 1.5h10.4z',
  silence: 'M.8 4.8h10.4v2.4H.8z',
};
