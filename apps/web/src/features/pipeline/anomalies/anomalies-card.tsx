import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { AnomalyMark } from '../../../shared/anomalies/anomaly-mark.tsx';
import { reasonWords, sourceWords, timeWords } from '../../../shared/anomalies/anomaly-words.ts';
import { KIND_WORDS } from '../../../shared/anomalies/kind-words.ts';
import { readFailureWords } from '../../../shared/failure-words.ts';
import { formatCount } from '../../../shared/format.ts';
import { anomaliesQuery, getAnomalies } from '../api/get-anomalies.ts';
import card from '../card.module.css';
import { Part } from '../part.tsx';
import type { AnomalyPage } from '../types.ts';
import classes from './anomalies-card.module.css';
import { keyOf, ongoingFirst, withMore } from './merge-anomalies.ts';
import { rangeAround } from './range-around.ts';

/** `now` is the server's time, in ms. */
export function AnomaliesCard({ now }: { now: number }) {
  const query = useQuery(anomaliesQuery);
  return (
    <Part
      title="Anomalies"
      explanation="When a campaign’s CTR, or its impressions, were not as usual for three minutes in a row, held against the thirty minutes before each"
      query={query}
      height={220}
      testId="anomalies"
      side={({ items }) => <OngoingCount items={items} />}
    >
      {(page) => (page.items.length === 0 ? <NothingUnusual /> : <List page={page} now={now} />)}
    </Part>
  );
}

function OngoingCount({ items }: { items: Anomaly[] }) {
  const ongoing = items.filter(({ is_over }) => !is_over).length;
  return (
    <span className={card.side} role="status">
      {ongoing === 0 ? (items.length > 0 && 'none at the moment') : `${formatCount(ongoing)} at the moment`}
    </span>
  );
}

function NothingUnusual() {
  return (
    <p className={card.empty}>
      Nothing unusual so far. A campaign is judged once it has had 100 impressions in each of three blocks of ten minutes; below that, chance alone makes its CTR jump.
    </p>
  );
}

function List({ page, now }: { page: AnomalyPage; now: number }) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<'ready' | 'loading' | Error>('ready');
  const cursor = page.next_cursor;
  const showMore = async () => {
    if (cursor === null) return;
    setState('loading');
    try {
      const more = await getAnomalies(cursor);
      queryClient.setQueryData(anomaliesQuery.queryKey, (shown) => (shown?.next_cursor === cursor ? withMore(shown, more) : shown));
      setState('ready');
    } catch (error) {
      setState(error as Error);
    }
  };
  return (
    <>
      <ul className={classes.list}>
        {ongoingFirst(page.items).map((anomaly) => (
          <Item key={keyOf(anomaly)} anomaly={anomaly} now={now} />
        ))}
      </ul>
      {cursor !== null && (
        <div className={classes.foot}>
          <Button size="compact-sm" variant="default" disabled={state === 'loading'} onClick={() => void showMore()}>
            {state === 'loading' ? 'Loading…' : 'Show earlier ones'}
          </Button>
          {state instanceof Error && (
            <p className={classes.failure} role="alert">
              {readFailureWords(state)}
            </p>
          )}
        </div>
      )}
    </>
  );
}

function Item({ anomaly, now }: { anomaly: Anomaly; now: number }) {
  const { kind, campaign_id: campaignId, name, is_over: isOver } = anomaly;
  return (
    <li className={classes.item} data-anomaly={kind} data-over={isOver}>
      <AnomalyMark kind={kind} lasts={!isOver} />
      <div className={classes.words}>
        <p className={classes.line}>
          <strong>{KIND_WORDS[kind]}</strong>
          <Link to="/campaigns/$campaignId" params={{ campaignId }} search={rangeAround(anomaly, now)} preload={false} className={classes.campaign} title={`${name ?? campaignId}, at that time`}>
            {name ?? campaignId}
          </Link>
        </p>
        <p className={classes.reason} title={sourceWords(anomaly)}>
          {reasonWords(anomaly)}
        </p>
        <p className={classes.time}>
          {!isOver && <span className={classes.lasts}>Ongoing </span>}
          {timeWords(anomaly, now)}
        </p>
      </div>
    </li>
  );
}
