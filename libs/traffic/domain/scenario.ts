import type { Scenario } from './simulation-settings.ts';

const DAY_S = 24 * 60;
export const PERIOD_S = 30;
const PEAK_S = 10;
const QUIETEST_HOUR = 4;
const NIGHT_SHARE = 0.15;

interface Pace {
  /** Of the rate that was set, 0 to 1. */
  rateFactor: number;
  /** Replaces the share that was set, where it is higher. */
  duplicateShare: number;
}

/** How fast deliveries come at a time, and how many of them are repeats. Never what an event is: that has to stay the same for ever. */
export function paceAt(scenario: Scenario, elapsedSeconds: number): Pace {
  const isPeak = elapsedSeconds % PERIOD_S < PEAK_S;
  switch (scenario) {
    case 'day_curve': {
      const hour = ((elapsedSeconds % DAY_S) / DAY_S) * 24;
      const height = (1 - Math.cos(((hour - QUIETEST_HOUR) / 24) * 2 * Math.PI)) / 2;
      return { rateFactor: NIGHT_SHARE + (1 - NIGHT_SHARE) * height, duplicateShare: 0 };
    }
    case 'burst':
      return { rateFactor: isPeak ? 1 : 0.1, duplicateShare: 0 };
    case 'duplicate_storm':
      return { rateFactor: 1, duplicateShare: isPeak ? 0.9 : 0 };
    default:
      return { rateFactor: 1, duplicateShare: 0 };
  }
}

/** Share of the events that are clicks nobody was shown an ad for. */
export function fraudShare(scenario: Scenario): number {
  return scenario === 'click_fraud' ? 0.75 : 0;
}

/** Share of the events that are reported long after they occurred. */
export function lateShare(scenario: Scenario): number {
  return scenario === 'late_events' ? 0.3 : 0;
}
