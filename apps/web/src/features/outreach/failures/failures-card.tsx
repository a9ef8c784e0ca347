import { Button } from '@mantine/core';
import { useKeptFocus } from '../../../shared/focus.ts';
import { formatCount } from '../../../shared/format.ts';
import { useSteering } from '../api/steer-dispatch.ts';
import card from '../card.module.css';
import { isUnderWay } from '../dispatch/under-way.ts';
import { failureWords } from '../failure-words.ts';
import type { Dispatch, FailureGroup } from '../types.ts';
import classes from './failures-card.module.css';

interface FailuresCardProps {
  campaignId: string;
  failures: FailureGroup[];
  dispatch: Dispatch | null;
  /** Lists those who failed. */
  onShow: () => void;
}

export function FailuresCard({ campaignId, failures, dispatch, onShow }: FailuresCardProps) {
  const { steer, isBusy, pending, error } = useSteering(campaignId, dispatch?.id);
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const count = failures.reduce((sum, group) => sum + group.count, 0);
  const most = Math.max(...failures.map((group) => group.count));
  // By the newest dispatch, whichever it was that did not reach them.
  const canRetry = dispatch !== null && !isUnderWay(dispatch.status);
  return (
    <section className={card.card} aria-labelledby="failures-title" data-testid="failures">
      <div className={`${card.head} ${classes.head}`}>
        <h2 className={card.title} id="failures-title">
          {formatCount(count)} failed, by reason
        </h2>
        <div className={card.buttons} tabIndex={-1} {...keptFocus}>
          <Button size="compact-sm" variant="default" onClick={onShow}>
            Show them
          </Button>
          {canRetry && (
            <Button size="compact-sm" disabled={isBusy} onClick={() => steer('retry-failed')}>
              {pending === 'retry-failed' ? 'One moment…' : 'Re-send failed'}
            </Button>
          )}
        </div>
      </div>
      <ul className={classes.list} tabIndex={0} aria-labelledby="failures-title">
        {failures.map(({ code, message, count: each }) => (
          <li key={code} className={classes.group}>
            <span className={classes.count}>{formatCount(each)}</span>
            <span className={classes.track} aria-hidden="true">
              <span className={classes.fill} style={{ width: `${(each / most) * 100}%` }} />
            </span>
            <span className={classes.reason}>
              {message} <code className={classes.code}>{code}</code>
            </span>
          </li>
        ))}
      </ul>
      {!canRetry && dispatch !== null && isUnderWay(dispatch.status) && <p className={`${card.note} ${classes.foot}`}>They can be sent again when the dispatch has finished or is cancelled.</p>}
      {error !== null && (
        <p className={`${card.failure} ${classes.foot}`} role="alert">
          {failureWords(error)}
        </p>
      )}
    </section>
  );
}
