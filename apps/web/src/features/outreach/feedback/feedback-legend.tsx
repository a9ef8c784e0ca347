import { formatCount } from '../../../shared/format.ts';
import { formatDay, formatDayAndMinute } from '../../../shared/format-time.ts';
import type { FeedbackPoint } from './feedback-range.ts';
import classes from './feedback-section.module.css';
import { ratingWords } from './feedback-words.ts';

/** What the lines mean, and their values where the pointer is; without one, the latest. */
export function FeedbackLegend({ points, pointed, granularity }: { points: FeedbackPoint[]; pointed: number | null; granularity: 'hour' | 'day' }) {
  const point = (pointed === null ? undefined : points[pointed]) ?? points.at(-1);
  return (
    <dl className={classes.legend}>
      <div className={classes.entry}>
        <dt>{pointed === null ? 'latest' : 'at'}</dt>
        <dd className={classes.at}>{point === undefined ? '' : granularity === 'day' ? formatDay(point.ts) : formatDayAndMinute(point.ts)}</dd>
      </div>
      <div className={classes.entry}>
        <dt>
          <svg width="18" height="10" aria-hidden="true">
            <rect x="4" width="10" height="10" fill="var(--fd-impressions)" />
          </svg>{' '}
          Answers
        </dt>
        <dd>{point === undefined ? '' : formatCount(point.responses)}</dd>
      </div>
      <div className={classes.entry}>
        <dt>
          <svg width="18" height="10" aria-hidden="true">
            <circle cx="9" cy="5" r="4" fill="var(--fd-duplicates)" />
          </svg>{' '}
          Rating
        </dt>
        <dd>{point === undefined ? '' : ratingWords(point.rating)}</dd>
      </div>
      <div className={classes.entry}>
        <dt>Sent</dt>
        <dd>{point === undefined ? '' : formatCount(point.sent)}</dd>
      </div>
    </dl>
  );
}
