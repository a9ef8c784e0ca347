import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { readFailureWords } from '../../shared/failure-words.ts';
import { formatClock } from '../../shared/format.ts';
import { useLiveConnection } from '../../shared/live/live-context.ts';
import card from './card.module.css';

interface PartProps<Data> {
  title: string;
  /** What it shows, for those who rest on the title. */
  explanation: string;
  query: UseQueryResult<Data>;
  /** About as high as what will stand there, in pixels, so that little moves when it does. */
  height: number;
  testId: string;
  /** Stands at the right of the title. */
  side?: (data: Data) => ReactNode;
  children: (data: Data) => ReactNode;
}

/** A card of the page, which loads and fails by itself: the others go on. */
export function Part<Data>({ title, explanation, query, height, testId, side, children }: PartProps<Data>) {
  const { error, errorUpdateCount, isFetching, isPlaceholderData, dataUpdatedAt, refetch } = query;
  // What was shown before of another window is no answer to this one.
  const data = isPlaceholderData && errorUpdateCount > 0 ? undefined : query.data;
  const connection = useLiveConnection();
  const id = useId();
  // The reason stays readable while the next attempt runs.
  const [reason, setReason] = useState(error);
  if (error !== null && error !== reason) setReason(error);
  const tryAgain = () => {
    connection.retry();
    void refetch();
  };
  return (
    <section className={card.card} aria-labelledby={id} aria-busy={data === undefined && errorUpdateCount === 0} data-testid={testId}>
      <div className={`${card.head} ${card.padded}`}>
        <h2 className={card.title} id={id} title={data === undefined ? explanation : `${explanation}. As of ${formatClock(dataUpdatedAt)}`}>
          {title}
        </h2>
        {data !== undefined && side?.(data)}
      </div>
      {data !== undefined && error !== null && (
        <p className={card.stale} role="status">
          Not read since {formatClock(dataUpdatedAt)}. Trying again…
        </p>
      )}
      {data !== undefined && children(data)}
      {data === undefined && errorUpdateCount === 0 && (
        <div className={card.placeholder} style={{ height }}>
          <span className="visually-hidden" role="status">
            Loading
          </span>
        </div>
      )}
      {data === undefined && errorUpdateCount > 0 && (
        <div className={card.failure} role="alert">
          <p>This part cannot be read. {readFailureWords(reason)}</p>
          <Button size="compact-sm" variant="default" disabled={isFetching} onClick={tryAgain}>
            {isFetching ? 'Trying…' : 'Try again'}
          </Button>
        </div>
      )}
    </section>
  );
}
