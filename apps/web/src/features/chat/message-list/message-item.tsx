import { memo } from 'react';
import { formatClockMinute } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { CampaignMention } from '../mentions/campaign-mention.tsx';
import { MessageText } from '../text/message-text.tsx';
import { inReadersZone, minuteToldIn } from '../text/told-minute.ts';
import type { ChatMessage } from '../types.ts';
import classes from './message-item.module.css';

interface MessageItemProps {
  message: ChatMessage;
  /** Names whom it is from; those that follow go on. */
  isFirst: boolean;
  isMine: boolean;
}

/** Hundreds of them are on the page, and do not change. */
export const MessageItem = memo(function MessageItem({ message: { sequence, user, text, campaign_id, sent_at }, isFirst, isMine }: MessageItemProps) {
  const time = (
    <time className={classes.time} dateTime={sent_at} title={formatDayAndMinute(sent_at)}>
      {formatClockMinute(Date.parse(sent_at))}
    </time>
  );
  return (
    <li className={classes.message} data-sequence={sequence} data-first={isFirst} data-mine={isMine} data-system={user === null}>
      {isFirst ? (
        <>
          <span className={classes.initial} aria-hidden="true">
            {user === null ? <Mark /> : initialOf(user.name)}
          </span>
          <p className={classes.head}>
            <bdi className={classes.name}>{user?.name ?? 'Flightdeck'}</bdi>
            {time}
          </p>
        </>
      ) : (
        <span className={classes.aside}>{time}</span>
      )}
      <div className={classes.body}>
        <MessageText text={user === null ? inReadersZone(text) : text} />
        {campaign_id !== null && (
          <p className={classes.about}>
            <CampaignMention campaignId={campaign_id} isCertain at={minuteToldIn(text)} />
          </p>
        )}
      </div>
    </li>
  );
});

/** The first letter as people see it: an emoji may be of several code points. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name);
  return first?.segment.toUpperCase() ?? '';
}

function Mark() {
  return (
    <svg width="16" height="16" viewBox="0 0 32 32">
      <path d="M6 21l7-7 4 4 9-10" fill="none" stroke="currentColor" strokeWidth="3.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
