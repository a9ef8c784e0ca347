import { Button } from '@mantine/core';
import { useKeptFocus } from '../../../shared/focus.ts';
import { formatCount } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { useServerNow } from '../../../shared/live/use-server-now.ts';
import { useSteering } from '../api/steer-dispatch.ts';
import card from '../card.module.css';
import { failureWords } from '../failure-words.ts';
import type { Campaign, Dispatch, Outreach } from '../types.ts';
import classes from './dispatch-card.module.css';
import { DispatchFigures } from './dispatch-figures.tsx';
import { AUDIENCE_WORDS, CHANNEL_WORDS, pauseWords, people, statusWords, sumWords } from './dispatch-words.ts';
import { withReleased } from './bar-shares.ts';
import { NextMessage } from './next-message.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { StatusMark } from './status-mark.tsx';
import { isUnderWay } from './under-way.ts';

interface DispatchCardProps {
  campaign: Campaign;
  outreach: Outreach;
  onStart: () => void;
  /** Asks first. */
  onCancel: () => void;
}

export function DispatchCard({ campaign, outreach, onStart, onCancel }: DispatchCardProps) {
  const { dispatch, recipients } = outreach;
  const now = useServerNow();
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="dispatch-title" data-testid="dispatch">
      {dispatch === null ? (
        <>
          <div className={card.head}>
            <h2 className={card.title} id="dispatch-title">
              Nothing sent yet
            </h2>
          </div>
          <p className={classes.lead}>
            {people(recipients.total - recipients.unsubscribed)} would get the message below{recipients.unsubscribed > 0 && `, without the ${formatCount(recipients.unsubscribed)} who want none`}. It
            goes out when you say so.
          </p>
          <NextMessage campaignId={campaign.id} />
        </>
      ) : (
        <>
          <Present dispatch={dispatch} campaign={campaign} now={now} onCancel={onCancel} />
          {!isUnderWay(dispatch.status) && recipients.queued > 0 && (
            <p className={classes.rest}>
              {people(recipients.queued)} {recipients.queued === 1 ? 'was' : 'were'} not asked yet{recipients.unsubscribed > 0 && ', or unsubscribed before'}.{' '}
              <button type="button" className={card.link} onClick={onStart}>
                Send review requests
              </button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Present({ dispatch, campaign, now, onCancel }: { dispatch: Dispatch; campaign: Campaign; now: number; onCancel: () => void }) {
  const { steer, isBusy, pending, error } = useSteering(campaign.id, dispatch.id);
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const { status, pause } = dispatch;
  const warns = status === 'paused' && pause !== null && pause.code !== 'asked';
  const isMissed = status === 'paused' && pause?.code === 'schedule_missed';
  return (
    <>
      <div className={card.head}>
        <h2 className={`${card.title} ${classes.state}`} id="dispatch-title" data-testid="dispatch-state" role="status">
          <StatusMark status={status} warns={warns} />
          {statusWords(dispatch)}
        </h2>
        <div className={card.buttons} tabIndex={-1} {...keptFocus}>
          {status === 'processing' && (
            <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => steer('pause')}>
              {pending === 'pause' ? 'Pausing…' : 'Pause'}
            </Button>
          )}
          {status === 'paused' && (
            <Button size="compact-sm" disabled={isBusy} onClick={() => steer('resume')}>
              {pending === 'resume' ? 'One moment…' : isMissed ? 'Send now' : 'Resume'}
            </Button>
          )}
          {isUnderWay(status) && (
            <Button size="compact-sm" variant="default" disabled={isBusy} onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      </div>
      {status === 'paused' && (
        <p className={classes.pause} data-warns={warns} data-testid="dispatch-pause">
          {pauseWords(dispatch)}
        </p>
      )}
      <div className={classes.bar}>
        <ProgressBar sums={withReleased(dispatch)} isLarge />
      </div>
      {isUnderWay(status) ? (
        <DispatchFigures dispatch={dispatch} timeZone={campaign.time_zone} now={now} />
      ) : (
        <p className={classes.sum} data-testid="dispatch-sum">
          {sumWords(dispatch)}
        </p>
      )}
      {error !== null && (
        <p className={card.failure} role="alert">
          {failureWords(error)}
        </p>
      )}
      <p className={card.note}>{aboutWords(dispatch, campaign.time_zone)}</p>
    </>
  );
}

/** How it was meant: the channel, whom it is for, its limits, and when it ran. */
function aboutWords({ channel, audience, rate_per_minute, sending_window, started_at, finished_at, status }: Dispatch, timeZone: string): string {
  const parts = [`${CHANNEL_WORDS[channel]}, to ${AUDIENCE_WORDS[audience]}.`];
  if (rate_per_minute !== null) parts.push(`At most ${formatCount(rate_per_minute)} a minute.`);
  if (sending_window !== null) parts.push(`Between ${sending_window.from} and ${sending_window.to} (${timeZone}).`);
  if (started_at !== null) parts.push(`Begun ${formatDayAndMinute(started_at)}.`);
  if (finished_at !== null) parts.push(`${status === 'cancelled' ? 'Cancelled' : 'Finished'} ${formatDayAndMinute(finished_at)}.`);
  return parts.join(' ');
}
