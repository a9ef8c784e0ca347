import { formatMoney } from '../../../shared/format.ts';
import type { Pacing } from '../api/get-figures.ts';

/** A sentence's worth for each state; the picture beside it shows the same. */
export function pacingWords({ state, spent, expected, budget }: Pacing): string {
  const against = `${formatMoney(spent)} of ${formatMoney(expected)} expected by now`;
  const share = expected === 0 ? null : Math.round((Math.abs(spent - expected) / expected) * 100);
  switch (state) {
    case 'under':
      return share === null ? `Behind: ${against}` : `${share} % behind: ${against}`;
    case 'over':
      return share === null ? `Ahead: ${against}` : `${share} % ahead: ${against}`;
    case 'on':
      return `On pace: ${against}`;
    case 'exhausted':
      return `Budget used up: ${formatMoney(spent)} of ${formatMoney(budget)}`;
  }
}

/** A forecast beyond twice of the rest goes off the bar: it would leave no room for anything else. */
const MOST_FORECAST = 2;

/** Where on the bar, 0…1. The bar ends at the budget, or at what goes beyond it. */
export function pacingMarks({ spent, expected, forecast, budget }: Pacing) {
  const known = Math.max(budget, spent) || 1;
  const end = Math.max(known, Math.min(forecast, MOST_FORECAST * known));
  return { spent: spent / end, expected: expected / end, forecast: Math.min(1, forecast / end), budget: budget / end };
}
