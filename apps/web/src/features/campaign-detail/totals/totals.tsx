import { formatClock, formatCount, formatCountShort, formatMoney, formatMoneyShort, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { ctrOf } from '../../../shared/ctr.ts';
import { Tile } from '../../../shared/tile.tsx';
import type { Figures } from '../api/get-figures.ts';
import type { Limits } from '../range/detail-view.ts';
import { type Comparison, type Totals, growthOf } from './range-totals.ts';
import classes from './totals.module.css';

interface TotalsProps {
  totals: Totals;
  limits: Limits;
  /** Of all time; null as long as they are not read. */
  figures: Figures | null;
  /** undefined: nobody has asked for it; null: there is nothing to compare with. */
  comparison: Comparison | null | undefined;
  asOf: string;
}

export function RangeTotals({ totals, limits, figures, comparison, asOf }: TotalsProps) {
  const range = `from ${formatDayAndMinute(limits.from)} to ${formatDayAndMinute(limits.to)}`;
  const base = `Each event_id counted once. As of ${formatClock(asOf)}.`;
  const against = comparison ? ` The change is that of ${formatCount(comparison.buckets)} finished bars against as many one period before.` : '';
  const allTime = (value: string | undefined) => (value === undefined ? 'all time …' : `all time ${value}`);
  const grown = (name: 'impressions' | 'clicks' | 'spend') => {
    if (comparison === undefined) return undefined;
    return comparison === null ? NOTHING_BEFORE : growthWords(comparison.present[name], comparison.previous[name]);
  };
  return (
    <section className={classes.tiles} aria-label="Totals of the range">
      <Tile
        color="var(--fd-impressions)"
        label="Impressions"
        value={formatCountShort(totals.impressions)}
        change={grown('impressions')}
        note={allTime(figures ? formatCountShort(figures.impressions) : undefined)}
        explanation={`${formatCount(totals.impressions)} impressions ${range}, ${figures ? `${formatCount(figures.impressions)} of all time` : 'by time of the event'}. ${base}${against}`}
      />
      <Tile
        color="var(--fd-clicks)"
        label="Clicks"
        value={formatCountShort(totals.clicks)}
        change={grown('clicks')}
        note={allTime(figures ? formatCountShort(figures.clicks) : undefined)}
        explanation={`${formatCount(totals.clicks)} clicks ${range}, ${figures ? `${formatCount(figures.clicks)} of all time` : 'by time of the event'}. ${base}${against}`}
      />
      <Tile
        color="var(--fd-ctr)"
        label="CTR"
        value={formatShare(totals.ctr)}
        change={ctrChange(comparison)}
        note={allTime(figures ? formatShare(ctrOf(figures)) : undefined)}
        explanation={`Click-through rate ${range}: ${formatCount(totals.clicks)} clicks divided by ${formatCount(totals.impressions)} impressions. As of ${formatClock(asOf)}.${against}`}
      />
      <Tile
        color="var(--fd-spend)"
        label="Spend"
        value={formatMoneyShort(totals.spend)}
        change={grown('spend')}
        note={allTime(figures ? formatMoneyShort(figures.spend) : undefined)}
        explanation={`${formatMoney(totals.spend)} spent ${range}: the sum of the cost that ad clients reported. ${base}${against}`}
      />
    </section>
  );
}

const NOTHING_BEFORE = 'nothing to compare with';
const wholePercent = new Intl.NumberFormat(undefined, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const points = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });

function growthWords(present: number, previous: number): string {
  const growth = growthOf(present, previous);
  if (growth === null) return present === 0 ? 'none before either' : 'none before';
  return `${arrow(growth)} ${wholePercent.format(growth)}`;
}

/** In points, since a share of a share would be read as one. */
function ctrChange(comparison: Comparison | null | undefined): string | undefined {
  if (comparison === undefined) return undefined;
  if (comparison === null || comparison.present.ctr === null || comparison.previous.ctr === null) return NOTHING_BEFORE;
  // Rounded first: no arrow shall point up beside a zero.
  const change = Math.round((comparison.present.ctr - comparison.previous.ctr) * 10_000) / 100;
  return `${arrow(change)} ${points.format(change)} points`;
}

function arrow(change: number): string {
  if (change === 0) return '=';
  return change > 0 ? '▲' : '▼';
}
