import { describe, expect, test } from '@jest/globals';
import { placeOf } from './event-sequence.ts';
import { paceAt } from './scenario.ts';
import { presetSettings, SCENARIOS, type SimulationSettings } from './simulation-settings.ts';
import { TrafficGenerator, type TrafficBatch, type TrafficOrders } from './traffic-generator.ts';

const START = Date.parse('2026-02-10T21:10:00Z');

function generator(settings: Partial<SimulationSettings>, orders: Partial<TrafficOrders> = {}): TrafficGenerator {
  const all = { ...presetSettings(settings.scenario ?? 'steady'), duplicateShare: 0, ...settings };
  return new TrafficGenerator({ runId: 'run', campaignId: 'camp_1', settings: all, settingsSince: 0, next: 0, startedAt: START, endsAt: null, ...orders }, START);
}

/** Ten looks a second, each batch acknowledged at once. */
function run(traffic: TrafficGenerator, seconds: number): TrafficBatch[] {
  return Array.from({ length: seconds * 10 }, (_, tick) => {
    const now = START + (tick + 1) * 100;
    traffic.pass(now);
    const batch = traffic.take(now);
    traffic.acknowledge();
    return batch;
  }).filter((batch) => batch !== undefined);
}

const deliveries = (batches: TrafficBatch[]): number => batches.reduce((sum, { events, repeats }) => sum + events.length + repeats.length, 0);

describe('the generator of a simulation', () => {
  test.each([0.1, 3, 77, 2_000])('delivers %s a second, at places without gaps', (rate) => {
    const batches = run(generator({ rate }, { next: 40 }), 20);
    expect(Math.abs(deliveries(batches) - rate * 20)).toBeLessThanOrEqual(1);
    const places = batches.flatMap(({ events }) => events.map(({ eventId }) => placeOf(eventId)));
    expect(places).toEqual(places.map((_, index) => 40 + index));
  });

  test('repeats the share that was set, and only what was acknowledged since it was started', () => {
    const traffic = generator({ rate: 500, duplicateShare: 0.4 }, { next: 1_000 });
    let acknowledged = 1_000;
    let repeated = 0;
    const batches = run(traffic, 20);
    for (const { events, repeats } of batches) {
      for (const { eventId } of repeats) {
        expect(placeOf(eventId)).toBeGreaterThanOrEqual(1_000);
        expect(placeOf(eventId)).toBeLessThan(acknowledged);
      }
      repeated += repeats.length;
      acknowledged += events.length;
    }
    expect(repeated / deliveries(batches)).toBeCloseTo(0.4, 1);
  });

  test('makes up for a second at most, and says what it held back', () => {
    const traffic = generator({ rate: 100 });
    traffic.pass(START + 5_000);
    expect(traffic.take(START + 5_000)).toMatchObject({ heldBack: 400, events: { length: 100 } });
    traffic.acknowledge();
    expect(traffic.take(START + 5_000)).toBeUndefined();
    traffic.pass(START + 5_100);
    expect(traffic.take(START + 5_100)).toMatchObject({ heldBack: 0 });
  });

  test('makes nothing after its end', () => {
    expect(deliveries(run(generator({ rate: 100 }, { endsAt: START + 2_000 }), 10))).toBe(200);
  });

  test('a clock that goes back makes nothing twice', () => {
    const traffic = generator({ rate: 100 });
    traffic.pass(START + 500);
    traffic.pass(START - 5_000);
    traffic.pass(START + 1_000);
    expect(traffic.take(START + 1_000)?.events).toHaveLength(100);
  });

  test('a storm repeats nine of ten deliveries for ten of thirty seconds', () => {
    const batches = run(generator({ scenario: 'duplicate_storm', rate: 100 }), 30);
    const repeats = batches.reduce((sum, batch) => sum + batch.repeats.length, 0);
    expect(repeats / 3_000).toBeCloseTo(0.3, 1);
  });
});

test.each(SCENARIOS)('the pace of %s is never more than the rate that was set', (scenario) => {
  const factors = Array.from({ length: 3_000 }, (_, second) => paceAt(scenario, second).rateFactor);
  expect(Math.max(...factors)).toBeLessThanOrEqual(1);
  expect(Math.max(...factors)).toBeGreaterThan(0.99);
  expect(Math.min(...factors)).toBeGreaterThan(0);
});
