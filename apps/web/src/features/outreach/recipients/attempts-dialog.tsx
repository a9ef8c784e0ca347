import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Dialog } from '../../../shared/dialog.tsx';
import { formatClock } from '../../../shared/format.ts';
import { formatDay } from '../../../shared/format-time.ts';
import { attemptsQuery } from '../api/get-attempts.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Recipient } from '../types.ts';
import classes from './attempts-dialog.module.css';
import { OUTCOME_WORDS, nameOf } from './recipient-words.ts';

/** What became of each attempt to reach somebody. */
export default function AttemptsDialog({ recipient, onClose }: { recipient: Recipient; onClose: () => void }) {
  const { data: attempts, error, isFetching, refetch } = useQuery(attemptsQuery(recipient.id));
  return (
    <Dialog title={`Attempts to reach ${nameOf(recipient)}`} onClose={onClose}>
      <div className={form.form}>
        {error !== null && (
          <>
            <p className={form.problem} role="alert">
              {failureWords(error)}
            </p>
            <div>
              <Button variant="default" disabled={isFetching} onClick={() => void refetch()}>
                Try again
              </Button>
            </div>
          </>
        )}
        {attempts === undefined && error === null && <p className={form.muted}>Reading…</p>}
        {attempts?.length === 0 && <p className={form.muted}>Nobody has tried to reach this recipient yet.</p>}
        <ol className={classes.list}>
          {attempts?.map(({ dispatch_id, attempt, outcome, error: reason, error_code, started_at, finished_at }) => (
            <li key={`${dispatch_id} ${attempt} ${started_at}`} className={classes.attempt} data-outcome={outcome}>
              <time className={classes.time} dateTime={started_at}>
                {formatDay(started_at)}, {formatClock(started_at)}
              </time>
              <span>
                <strong>{OUTCOME_WORDS[outcome]}</strong> · attempt {attempt}, {Date.parse(finished_at) - Date.parse(started_at)} ms
                {reason !== null && (
                  <span className={classes.reason}>
                    {reason} {error_code !== null && <code>{error_code}</code>}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
        <div className={form.foot}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
