import { formatCount, formatMoney } from '../../shared/format.ts';
import type { Figures } from './types.ts';

/** What goes with a campaign's events; null when there never were any. */
export function countedWords(figures: Pick<Figures, 'impressions' | 'clicks' | 'spend'> | null): string {
  if (figures === null || figures.impressions + figures.clicks === 0) return 'No events of it were counted.';
  const { impressions, clicks, spend } = figures;
  const were = impressions + clicks === 1 ? 'was' : 'were';
  return `${amount(impressions, 'impression')} and ${amount(clicks, 'click')} ${were} counted, with a spend of ${formatMoney(spend)}.`;
}

const amount = (count: number, word: string) => `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
