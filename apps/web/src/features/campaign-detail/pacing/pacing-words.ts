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

/** Where on the bar, 0…1. The bar ends at the budget, or at what goes beyond it. */
export function pacingMarks({ spent, expected, forecast, budget }: Pacing) {
  const end = Math.max(budget, spent, forecast) || 1;
  return { spent: spent / end, expected: expected / end, forecast: forecast / end, budget: budget / end };
}
