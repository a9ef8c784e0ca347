import { describe, expect, test } from '@jest/globals';
import { eventIdAt, eventIdEnd, EventSequence, placeOf, type SequenceOptions } from './event-sequence.ts';
import { presetSettings, type Scenario, type SimulationSettings } from './simulation-settings.ts';

const NOW = Date.parse('2026-02-10T21:10:00Z');
const COUNT = 20_000;

function options(settings: Partial<SimulationSettings> = {}, more: Partial<SequenceOptions> = {}): SequenceOptions {
  return { runId: 'run', campaignId: 'camp_1', settings: { ...presetSettings(settings.scenario ?? 'steady'), ...settings }, settingsSince: 0, ...more };
}

function make(settings: Partial<SimulationSettings> = {}, more: Partial<SequenceOptions> = {}) {
  const sequence = new EventSequence(options(settings, more));
  return Array.from({ length: COUNT }, (_, index) => {
    const event = sequence.at((more.settingsSince ?? 0) + index, NOW + index);
    return { ...event, extra: JSON.parse(event.metadata) as { impression_id?: string; device_type: string; browser: string; cost?: number } };
  });
}

const share = <T>(all: readonly T[], is: (each: T) => boolean): number => all.filter(is).length / all.length;

describe('the events of a run', () => {
  test('the same place is the same event whenever it is made, but for its time', () => {
    const [one, other] = [new EventSequence(options({ scenario: 'late_events', ctr: 0.5 })), new EventSequence(options({ scenario: 'late_events', ctr: 0.5 }))];
    for (let place = 999; place >= 0; place -= 1) {
      const event = one.at(place, NOW);
      expect(other.at(place, NOW + 5_000)).toEqual({ ...event, occurredAt: event.occurredAt + 5_000 });
    }
  });

  test('another run has other events', () => {
    const other = make({}, { runId: 'another' });
    const same = make().filter(({ userId }, place) => userId === other[place]!.userId);
    expect(same.length / COUNT).toBeLessThan(0.01);
  });

  test('ids sort like places and say which place they are', () => {
    const places = [0, 1, 9, 10, 99_999, 100_000, 2 ** 32, 999_999_999_999];
    const ids = places.map((place) => eventIdAt('run', place));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.map(placeOf)).toEqual(places);
    expect(ids.every((id) => id < eventIdEnd('run'))).toBe(true);
  });

  test.each([0, 0.02, 0.5, 1])('a CTR of %s gives so many clicks per impression', (ctr) => {
    const made = make({ ctr });
    const clicks = made.filter(({ type }) => type === 'click').length;
    expect(clicks / (COUNT - clicks)).toBeCloseTo(ctr, 1);
  });

  test('a click names an earlier impression, and comes from the same user, device and creative', () => {
    const made = make({ ctr: 1, rate: 10 });
    const byId = new Map(made.map((event) => [event.eventId, event]));
    const clicks = made.filter(({ type }) => type === 'click');
    const named = clicks.filter(({ extra }) => extra.impression_id !== undefined);
    expect(named.length / clicks.length).toBeGreaterThan(0.999);
    for (const click of named) {
      const shown = byId.get(click.extra.impression_id!)!;
      expect(shown).toMatchObject({ type: 'impression', userId: click.userId, creativeId: click.creativeId, source: click.source, deviceType: click.deviceType });
      expect(shown.eventId < click.eventId).toBe(true);
    }
  });

  test('a click never names a place that other settings have made', () => {
    const first = eventIdAt('run', 5_000);
    const named = make({ ctr: 1, rate: 1_000 }, { settingsSince: 5_000 }).flatMap(({ extra }) => extra.impression_id ?? []);
    expect(named.filter((id) => id < first)).toEqual([]);
  });

  test('devices come in the proportion that was set, and metadata says what the columns say', () => {
    const made = make({ deviceMix: { mobile: 0.2, desktop: 0.8, tablet: 0 } });
    expect(share(made, ({ deviceType }) => deviceType === 'desktop')).toBeCloseTo(0.8, 1);
    expect(made.some(({ deviceType }) => deviceType === 'tablet')).toBe(false);
    for (const { type, deviceType, cost, extra } of made) {
      expect(extra.device_type).toBe(deviceType);
      expect(extra.cost).toBe(type === 'impression' ? cost : undefined);
      expect(cost > 0).toBe(type === 'impression');
    }
  });

  test('click fraud is many clicks without an impression, from few users', () => {
    const clicks = make({ scenario: 'click_fraud' }).filter(({ type }) => type === 'click');
    expect(clicks.length / COUNT).toBeCloseTo(0.75, 1);
    const fraud = clicks.filter(({ extra }) => extra.impression_id === undefined);
    expect(fraud.length / clicks.length).toBeGreaterThan(0.95);
    expect(new Set(fraud.map(({ userId }) => userId)).size).toBeLessThan(20);
  });

  test('late events occurred two minutes to three hours before they are sent; others just then', () => {
    const late = (scenario: Scenario): number[] => make({ scenario }).flatMap(({ occurredAt }, index) => (occurredAt === NOW + index ? [] : [NOW + index - occurredAt]));
    expect(late('steady')).toEqual([]);
    const delays = late('late_events');
    expect(delays.length / COUNT).toBeCloseTo(0.3, 1);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2 * 60_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(180 * 60_000);
  });
});
