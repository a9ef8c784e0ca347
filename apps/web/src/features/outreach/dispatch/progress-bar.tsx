import { formatCount } from '../../../shared/format.ts';
import { type Sums, barShares } from './bar-shares.ts';
import classes from './progress-bar.module.css';

/** What of a dispatch is sent, failed, under way and left. Beside it stand the numbers: nothing is told by colour alone. */
export function ProgressBar({ sums, isLarge = false }: { sums: Sums; isLarge?: boolean }) {
  const words = `${formatCount(sums.sent)} sent, ${formatCount(sums.failed)} failed, ${formatCount(sums.sending + sums.queued)} left`;
  return (
    <div className={classes.bar} data-large={isLarge} role="img" aria-label={words}>
      {barShares(sums).map(({ segment, share }) => (
        <span key={segment} className={classes.segment} data-segment={segment} style={{ width: `${share}%` }} />
      ))}
    </div>
  );
}
