import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { responsesQuery } from '../api/get-responses.ts';
import card from '../card.module.css';
import { failureWords } from '../failure-words.ts';
import classes from './feedback-section.module.css';
import { durationWords, stars } from './feedback-words.ts';

/** Read anew for answers that come no more often. */
const READ_EVERY_MS = 3_000;

/** What people say, newest first. */
export function ResponseList({ campaignId, responses }: { campaignId: string; responses: number }) {
  const { data, dataUpdatedAt, error, hasNextPage, fetchNextPage, isFetching, isFetchingNextPage, refetch } = useInfiniteQuery(responsesQuery(campaignId));
  const told = useRef(responses);
  useEffect(() => {
    if (told.current === responses) return;
    const timer = setTimeout(
      () => {
        told.current = responses;
        void refetch();
      },
      Math.max(0, dataUpdatedAt + READ_EVERY_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [responses, dataUpdatedAt, refetch]);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const shown = [...new Map(items.map((item) => [item.recipient_id, item])).values()];
  return (
    <div className={card.card} data-testid="responses">
      <div className={`${card.head} ${classes.listHead}`}>
        <h2 className={card.title} id="answers-title">Latest answers</h2>
      </div>
      <ul className={classes.list} tabIndex={0} aria-labelledby="answers-title">
        {shown.map(({ recipient_id, name, rating, comment, response_seconds, responded_at }) => (
          <li key={recipient_id} className={classes.answer}>
            <span className={classes.stars}>
              <span aria-hidden="true">{stars(rating)}</span>
              <span className="visually-hidden">{rating} of 5 stars</span>
            </span>
            <span className={comment === '' ? classes.wordless : classes.comment}>{comment === '' ? 'no comment' : comment}</span>
            <span className={classes.who}>
              {name || 'no name'} · {formatDayAndMinute(responded_at)}
              {response_seconds !== null && ` · after ${durationWords(response_seconds)}`}
            </span>
          </li>
        ))}
      </ul>
      {error !== null && (
        <p className={`${card.failure} ${classes.listFoot}`} role="alert">
          The answers could not be read. {failureWords(error)}{' '}
          <button type="button" className={card.link} disabled={isFetching} onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      {hasNextPage && (
        <div className={classes.listFoot}>
          <Button size="compact-sm" variant="default" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Show more'}
          </Button>
        </div>
      )}
    </div>
  );
}
