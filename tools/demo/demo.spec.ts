import { describe, expect, test } from '@jest/globals';
import { dayOfTraffic } from './day-of-traffic.ts';
import { budgetFor } from './demo-budget.ts';
import { DEMO_CAMPAIGNS } from './demo-campaigns.ts';
import { DEMO_OUTREACH, recipientList } from './demo-outreach.ts';

interface Made {
  event_id: string;
  occurred_at: string;
  campaign_id: string;
  metadata: { cost?: number };
}

const NOW = Date.parse('2026-02-10T18:00:00Z');
const HOUR_MS = 3_600_000;
const campaign = DEMO_CAMPAIGNS[0]!;
const read = (events: string[]): Made[] => events.map((text) => JSON.parse(text) as Made);

describe('the day behind a demo campaign', () => {
  const events = dayOfTraffic(campaign, NOW);
  const made = read(events);
  const between = (first: number, last: number): Made[] => made.filter(({ occurred_at: at }) => Date.parse(at) >= NOW - first * HOUR_MS && Date.parse(at) < NOW - last * HOUR_MS);

  test('ends now at the rate of its simulation, and was quieter half a day ago', () => {
    expect(between(24, 0)).toHaveLength(made.length);
    expect(between(1, 0).length / 3_600 / campaign.rate).toBeCloseTo(1, 1);
    expect(between(13, 12).length / between(1, 0).length).toBeLessThan(0.4);
    expect(made.map(({ occurred_at: at }) => at)).toEqual(made.map(({ occurred_at: at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b)));
  });

  test('has the same events whenever it is made, and others for each campaign', () => {
    const ids = made.map(({ event_id: id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(read(dayOfTraffic(campaign, NOW + HOUR_MS)).map(({ event_id: id }) => id)).toEqual(ids);
    const others = new Set(read(dayOfTraffic(DEMO_CAMPAIGNS[1]!, NOW)).map(({ event_id: id }) => id));
    expect(ids.filter((id) => others.has(id))).toEqual([]);
  });
});

describe('the budget of a demo campaign', () => {
  const spending = (hoursAgo: number, cost: number): string => JSON.stringify({ occurred_at: new Date(NOW - hoursAgo * HOUR_MS).toISOString(), metadata: { cost } });

  test.each([
    // 18 of 24 hours are over, and of 100 spent today even delivery had spent 75.
    [1, 'UTC', 100],
    [0.5, 'UTC', 200],
    // There the day is 13 hours old, and what was spent 17 hours ago was spent yesterday.
    [1, 'America/New_York', 46],
    ['exhausted', 'UTC', 68],
  ] as const)('at pace %s in %s is %d', (pace, timeZone, budget) => {
    expect(budgetFor([spending(17, 50), spending(1, 25)], { pace, timeZone }, NOW)).toBe(budget);
  });

  test('counts the hours that a day has when clocks go forward', () => {
    const noon = Date.parse('2026-03-29T12:00:00Z');
    const spent = (hoursAgo: number, cost: number): string => JSON.stringify({ occurred_at: new Date(noon - hoursAgo * HOUR_MS).toISOString(), metadata: { cost } });
    // In Berlin 13 of 23 hours are over.
    expect(budgetFor([spent(13.5, 1_000), spent(1, 60)], { pace: 1, timeZone: 'Europe/Berlin' }, noon)).toBe(110);
  });

  test('is never nothing, not even just after midnight', () => {
    expect(budgetFor([], { pace: 1, timeZone: 'UTC' }, NOW)).toBeGreaterThan(0);
  });
});

describe('the recipients of a demo campaign', () => {
  test.each(DEMO_OUTREACH)('of $campaignId are the same every time, each with an address of their own that is nobody\'s', (outreach) => {
    expect(DEMO_CAMPAIGNS.map(({ id }) => id)).toContain(outreach.campaignId);
    const list = recipientList(outreach);
    expect(recipientList(outreach)).toBe(list);
    const lines = list.trim().split('\n').slice(1).map((line) => line.split(','));
    const emails = lines.flatMap(([, email]) => (/^[a-z]+\.[a-z]+\d*@example\.com$/.test(email!) ? [email] : []));
    expect([emails.length, new Set(emails).size]).toEqual([outreach.recipients, outreach.recipients]);
    expect(lines).toHaveLength(outreach.recipients + 2);
    const phones = lines.flatMap(([, , phone]) => (phone === '' ? [] : [phone!]));
    expect(phones.every((phone) => /^\+44 7700 900\d{3}$/.test(phone))).toBe(true);
    expect(new Set(phones).size).toBe(phones.length);
  });
});
