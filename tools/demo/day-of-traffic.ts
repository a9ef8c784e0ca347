import { paceAt, PERIOD_S } from '../../libs/traffic/domain/scenario.ts';
import { seededRandom } from '../traffic/seeded-random.ts';
import { EventStream } from '../traffic/event-stream.ts';
import type { DemoCampaign } from './demo-campaigns.ts';

const MINUTE_MS = 60_000;
const MINUTES = 24 * 60;
/** Of the rate of now. */
const QUIETEST = 0.3;

/**
 * The events of the 24 hours before a time: quietest half a day ago, and at the end as many as the simulation goes on with.
 * The same campaign has the same event ids every time: whoever sends them again adds nothing but what is missing.
 *
 * @param now milliseconds since 1970
 * @returns JSON texts in order of time
 */
export function dayOfTraffic({ id, rate, ctr, scenario }: Pick<DemoCampaign, 'id' | 'rate' | 'ctr' | 'scenario'>, now: number): string[] {
  const stream = new EventStream({ seed: 'demo', campaigns: [id], rate, ctr, duplicates: 0 });
  const random = seededRandom(`demo ${id}`);
  const perMinute = rate * averagePace(scenario) * 60;
  const events: string[] = [];
  let owed = 0;
  for (let minutesAgo = MINUTES; minutesAgo > 0; minutesAgo -= 1) {
    const unevenness = 0.85 + 0.3 * random.next();
    owed += perMinute * shareOfNow(minutesAgo) * unevenness;
    const count = Math.floor(owed);
    owed -= count;
    const start = now - minutesAgo * MINUTE_MS;
    for (let n = 0; n < count; n += 1) events.push(stream.next(start + Math.floor((n / count) * MINUTE_MS)).event);
  }
  return events;
}

/** A cosine over the day, squared for a long night. */
function shareOfNow(minutesAgo: number): number {
  const height = (1 + Math.cos((minutesAgo / MINUTES) * 2 * Math.PI)) / 2;
  return QUIETEST + (1 - QUIETEST) * height ** 2;
}

function averagePace(scenario: DemoCampaign['scenario']): number {
  // A minute sees two bursts; its day curve, of 24 minutes, is about to begin.
  const seconds = Array.from({ length: PERIOD_S }, (_, second) => paceAt(scenario, second).rateFactor);
  return seconds.reduce((sum, factor) => sum + factor, 0) / seconds.length;
}
