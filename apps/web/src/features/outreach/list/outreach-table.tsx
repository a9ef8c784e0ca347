import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { formatCount, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { withReleased } from '../dispatch/bar-shares.ts';
import { statusWords } from '../dispatch/dispatch-words.ts';
import { ProgressBar } from '../dispatch/progress-bar.tsx';
import { StatusMark } from '../dispatch/status-mark.tsx';
import { ratingWords } from '../feedback/feedback-words.ts';
import type { OutreachRow } from '../types.ts';
import classes from './outreach-list.module.css';

export function OutreachTable({ rows }: { rows: OutreachRow[] }) {
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">Campaigns with their recipients, last dispatch and answers</caption>
      <thead>
        <tr>
          <th scope="col">Campaign</th>
          <th scope="col">Recipients</th>
          <th scope="col">Last dispatch</th>
          <th scope="col" title="Of those the last dispatch is done with: how many were reached">
            Delivered
          </th>
          <th scope="col">Responses</th>
          <th scope="col" title="Average of all answers, 1 to 5">
            Rating
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.campaign_id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

const Row = memo(
  function Row({ row: { campaign_id, name, recipients, dispatch, responses, average_rating } }: { row: OutreachRow }) {
    const done = dispatch === null ? 0 : dispatch.sent + dispatch.failed;
    return (
      <tr data-campaign-id={campaign_id}>
        <th scope="row">
          <Name id={campaign_id} name={name} />
        </th>
        <td data-label="Recipients">{recipients === 0 ? <span className={classes.none}>none yet</span> : formatCount(recipients)}</td>
        <td className={classes.dispatch}>{dispatch === null ? <span className={classes.none}>{recipients === 0 ? '' : 'not sent yet'}</span> : <Progress dispatch={dispatch} />}</td>
        <td data-label="Delivered">{dispatch === null || done === 0 ? '–' : formatShare(dispatch.sent / done)}</td>
        <td data-label="Responses">{dispatch === null && responses === 0 ? '–' : formatCount(responses)}</td>
        <td data-label="Rating">{ratingWords(average_rating)}</td>
      </tr>
    );
  },
  // Every message brings all rows anew, most of them unchanged.
  (before, after) => JSON.stringify(before.row) === JSON.stringify(after.row),
);

/** Apart from the figures: a link finds out each time where it leads. */
const Name = memo(function Name({ id, name }: { id: string; name: string }) {
  return (
    <>
      <Link to="/outreach/$campaignId" params={{ campaignId: id }} preload={false} className={classes.name} title={name}>
        {name}
      </Link>
      <span className={classes.id} title={id}>
        {id}
      </span>
    </>
  );
});

function Progress({ dispatch }: { dispatch: NonNullable<OutreachRow['dispatch']> }) {
  const { status, pause, sent, failed, queued, sending, released, created_at, started_at } = dispatch;
  const left = queued + sending;
  return (
    <>
      <span className={classes.state} title={`Since ${formatDayAndMinute(started_at ?? created_at)}`}>
        <StatusMark status={status} warns={status === 'paused' && pause !== null && pause.code !== 'asked'} />
        {statusWords(dispatch)}
      </span>
      <ProgressBar sums={withReleased(dispatch)} />
      <span className={classes.sums}>
        {formatCount(sent)} sent{failed > 0 && ` · ${formatCount(failed)} failed`}
        {left > 0 && ` · ${formatCount(left)} left`}
        {released > 0 && ` · ${formatCount(released)} not written to`}
      </span>
    </>
  );
}
