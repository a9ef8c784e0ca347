import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useShortcuts } from '../../../shared/shortcuts/use-shortcuts.ts';
import { eventsQuery } from '../api/get-events.ts';
import card from '../card.module.css';
import type { Pause } from '../pauses.ts';
import classes from './feed-card.module.css';
import { FeedTable } from './feed-table.tsx';
import { feedWords } from './feed-words.ts';
import { useFeed } from './use-feed.ts';

interface FeedCardProps {
  campaignId: string;
  /** Of the campaign, not of the feed. */
  pauses: Pause[];
}

export function FeedCard({ campaignId, pauses }: FeedCardProps) {
  const [isPaused, setPaused] = useState(false);
  // Rows must not move away from under the pointer, the keyboard's focus, or the eyes of somebody who has scrolled down.
  const [isRead, setRead] = useState(false);
  const [isBack, setBack] = useState(false);
  const feed = useFeed(campaignId, isPaused || isRead || isBack);
  const older = useInfiniteQuery({ ...eventsQuery(campaignId), enabled: isBack });

  const resume = () => {
    setBack(false);
    setPaused(false);
  };
  const togglePause = () => (isPaused || isBack ? resume() : setPaused(true));
  useShortcuts([{ keys: 'f', does: 'Pause the feed of events, or let it run', run: togglePause }]);

  const rows = isBack && older.data !== undefined ? older.data.pages.flatMap(({ items }) => items) : feed.rows;
  return (
    <section className={card.card} aria-labelledby="feed-title">
      <div className={`${card.head} ${classes.head}`}>
        <div className={classes.words}>
          <h2 className={card.title} id="feed-title">
            Events
          </h2>
          <p className={classes.state} data-testid="feed-state">
            {feedWords({ feed, mode: isBack ? 'older' : isPaused ? 'paused' : isRead ? 'read' : 'live' })}
          </p>
        </div>
        <Button size="compact-sm" variant="default" aria-pressed={isPaused || isBack} onClick={togglePause}>
          {isPaused || isBack ? 'Go on live' : 'Pause feed'}
        </Button>
      </div>
      <FeedTable rows={rows} pauses={pauses} onReadingChange={setRead}>
        {isBack && older.isError && <p className={classes.none}>Older events cannot be loaded: {older.error.message}.</p>}
        {!isBack && rows.length === 0 && <p className={classes.none}>{feed.accepted === null ? 'Waiting for the server…' : 'No events yet.'}</p>}
        {rows.length > 0 && (!isBack || older.hasNextPage || older.isError) && (
          <div className={classes.older}>
            <Button
              size="compact-sm"
              variant="default"
              disabled={older.isFetching}
              onClick={() => {
                if (isBack) void older.fetchNextPage();
                else setBack(true);
              }}
            >
              {older.isFetching ? 'Loading…' : 'Older'}
            </Button>
          </div>
        )}
        {isBack && older.data !== undefined && !older.hasNextPage && <p className={classes.none}>This was the first event of the campaign.</p>}
      </FeedTable>
    </section>
  );
}
