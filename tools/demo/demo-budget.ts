import { dayOf } from '../../libs/kernel/time-zone.ts';
import type { DemoCampaign } from './demo-campaigns.ts';

/** Less than this share of a day tells nothing about the rest of it. */
const SHORTEST_SHARE = 0.02;
const LOWEST_BUDGET = 20;

/** Of what was spent. */
const EXHAUSTED_SHARE = 0.9;

/**
 * The daily budget with which a campaign that had these events today is at `pace` now.
 *
 * @param events JSON texts in `POST /events` form
 * @param now milliseconds since 1970
 * @returns currency units, two significant digits
 */
export function budgetFor(events: readonly string[], { pace, timeZone }: Pick<DemoCampaign, 'pace' | 'timeZone'>, now: number): number {
  const { start, end } = dayOf(now, timeZone);
  const spent = events
    .map((text) => JSON.parse(text) as { occurred_at: string; metadata: { cost?: number } })
    .filter(({ occurred_at: occurredAt }) => Date.parse(occurredAt) >= start)
    .reduce((sum, { metadata }) => sum + (metadata.cost ?? 0), 0);
  const budget = pace === 'exhausted' ? spent * EXHAUSTED_SHARE : spent / Math.max(SHORTEST_SHARE, (now - start) / (end - start)) / pace;
  return Math.max(LOWEST_BUDGET, Number(budget.toPrecision(2)));
}
