import { memo } from 'react';
import { formatCount } from '../../shared/format.ts';
import classes from './sparkline.module.css';

const HEIGHT = 24;
const STEP = 2;
const BAR = 1.4;

/** Impressions of 60 minutes as bars; the last one, which is still running, is marked. */
export const Sparkline = memo(
  function Sparkline({ impressions }: { impressions: number[] }) {
    const highest = Math.max(1, ...impressions);
    const bar = (count: number, minute: number) => {
      if (count === 0) return '';
      // What is not nothing must be seen.
      const height = Math.max(1.5, (count / highest) * HEIGHT);
      return `M${minute * STEP} ${HEIGHT}v${-height}h${BAR}v${height}z`;
    };
    const running = impressions.length - 1;
    const total = impressions.reduce((sum, count) => sum + count, 0);
    const words =
      `${formatCount(total)} impressions in the last hour, ${formatCount(impressions[running] ?? 0)} of them in the minute ` +
      `still running. Highest: ${formatCount(Math.max(0, ...impressions))} a minute.`;
    return (
      <svg className={classes.sparkline} viewBox={`0 0 ${impressions.length * STEP + 2} ${HEIGHT + 4}`} role="img" aria-label={words}>
        <title>{words}</title>
        <path className={classes.full} d={impressions.slice(0, running).map(bar).join('')} />
        <path className={classes.running} d={bar(impressions[running] ?? 0, running)} />
        <path className={classes.ground} d={`M0 ${HEIGHT + 0.5}h${running * STEP}`} />
        <path className={classes.now} d={`M${running * STEP - 1.4} ${HEIGHT + 4}l2-3.4 2 3.4z`} />
      </svg>
    );
  },
  (before, after) => before.impressions.every((count, minute) => count === after.impressions[minute]),
);
