import type { EventBody } from '../../../api/test/support/events.ts';
import { BROWSER_SHARES, DEVICE_SHARES, SOURCE_SHARES, randomClickDelay, randomCost, randomUser } from '../../../../libs/traffic/domain/audience.ts';
import type { SeededRandom } from '../../../../libs/traffic/domain/seeded-random.ts';
import { seededRandom } from '../../../../tools/traffic/seeded-random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of `randomCost`. */
const MEAN_COST = 0.016;

/** A campaign as somebody would run it, with the traffic that it has had. */
export interface Flight {
  id: string;
  name: string;
  daily_budget: number;
  status?: 'active' | 'paused';
  /** Impressions a minute at the busiest time of the day. */
  peak: number;
  /** Clicks per impression. */
  ctr: number;
  /** Spent today, as a share of the daily budget. */
  spent: number;
  /** How long ago its first event was, and its last. */
  hours: number;
  endedHoursAgo?: number;
}

const CREATIVES = [['cr_1', 30], ['cr_2', 24], ['cr_3', 18], ['cr_4', 12], ['cr_5', 9], ['cr_6', 7]] as const;
/** How much better than the average they are clicked. */
const APPEAL: Record<string, number> = { cr_1: 1.3, cr_2: 1.1, cr_3: 0.9, cr_4: 0.7, cr_5: 0.6, cr_6: 0.5, mobile: 1.1, desktop: 0.9, tablet: 0.8 };

/**
 * The events of a flight, minute by minute, up to the moment in which they are asked for. The same in every run, but for their times.
 *
 * @param now counted back from here, in ms
 * @param hourAt the hour of the day at a time in ms, where the campaign runs
 * @param share so much of the traffic, 0 to 1
 */
export function* pastTraffic(flight: Flight, now: number, hourAt: (time: number) => number, share: number): Generator<EventBody> {
  const random = seededRandom(flight.id);
  const endedAgo = (flight.endedHoursAgo ?? 0) * HOUR_MS;
  const expectedAt = (minute: number) => flight.peak * share * shapeAt(hourAt(minute));
  const price = priceOf(flight, now - hourAt(now) * HOUR_MS, now - endedAgo, expectedAt);
  let wander = 0;
  for (let minute = now - flight.hours * HOUR_MS; minute < Date.now() - endedAgo; minute += MINUTE_MS) {
    wander = wander * 0.9 + (random.next() - 0.5) * 0.08;
    const expected = expectedAt(minute) * (1 + wander);
    const count = Math.max(0, Math.round(expected + (random.next() - 0.5) * 2 * Math.sqrt(expected)));
    for (let each = 0; each < count; each += 1) {
      for (const event of impression(flight, random, minute + ((each + random.next()) / count) * MINUTE_MS, price)) {
        if (Date.parse(event.occurred_at) < Date.now() - endedAgo) yield event;
      }
    }
  }
}

/** Over the day, 0 to 1: quiet at four in the morning, busy from noon to the evening. */
function shapeAt(hour: number): number {
  const day = (1 - Math.cos(((hour - 4) / 24) * 2 * Math.PI)) / 2;
  const lunch = Math.exp(-(((hour - 12.5) / 1.2) ** 2));
  return 0.12 + 0.76 * day + 0.12 * lunch;
}

/** What to multiply costs with, so that today's make the spend that is wanted. */
function priceOf({ daily_budget, spent }: Flight, midnight: number, end: number, expectedAt: (minute: number) => number): number {
  let impressions = 0;
  for (let minute = midnight; minute < end; minute += MINUTE_MS) impressions += expectedAt(minute);
  return (daily_budget * spent) / (impressions * MEAN_COST);
}

/** An impression, and the click that it may have led to. */
function impression({ id, ctr }: Flight, random: SeededRandom, time: number, price: number): EventBody[] {
  const device = random.pick(DEVICE_SHARES);
  const creative = random.pick(CREATIVES);
  const who = { device_type: device, browser: random.pick(BROWSER_SHARES[device]) };
  const shown: EventBody = {
    event_id: random.uuid(),
    type: 'impression',
    campaign_id: id,
    creative_id: creative,
    source: random.pick(SOURCE_SHARES[device]),
    occurred_at: new Date(time).toISOString(),
    user_id: randomUser(random),
    metadata: { ...who, cost: Math.round(randomCost(random) * price * 10_000) / 10_000 },
  };
  if (random.next() >= ctr * APPEAL[device]! * APPEAL[creative]!) return [shown];
  const occurred_at = new Date(time + randomClickDelay(random) * 1_000).toISOString();
  return [shown, { ...shown, event_id: random.uuid(), type: 'click', occurred_at, metadata: { ...who, impression_id: shown.event_id } }];
}

const ASIA = ['Australia/Sydney', 'Asia/Tokyo', 'Asia/Singapore', 'Asia/Kolkata', 'Asia/Dubai'];
const EUROPE = ['Europe/Helsinki', 'Europe/Berlin', 'Europe/London'];
const AMERICA = ['America/Sao_Paulo', 'America/New_York', 'America/Denver', 'America/Los_Angeles', 'Pacific/Honolulu'];

/** A place where it is late in the afternoon: a day that is well under way shows more than one that has just begun. */
export function afternoonZone(now: number): string {
  const away = (zone: string) => Math.abs(hourIn(zone)(now) - 17);
  return [...ASIA, ...EUROPE, ...AMERICA].reduce((best, zone) => (away(zone) < away(best) ? zone : best));
}

/** The hour of the day at a time in ms, with its minutes and seconds as a fraction. */
export function hourIn(timeZone: string): (time: number) => number {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return (time) => {
    const [hours, minutes, seconds] = clock.format(time).split(':').map(Number);
    return hours! + minutes! / 60 + seconds! / 3_600;
  };
}
