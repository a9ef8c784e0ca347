import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { AnomalyMark } from '../../../shared/anomalies/anomaly-mark.tsx';
import { endingWords, reasonWords, sourceWords, timeWords } from '../../../shared/anomalies/anomaly-words.ts';
import { KIND_WORDS } from '../../../shared/anomalies/kind-words.ts';
import { isAlarming, standingOf } from '../../../shared/anomalies/standing-of.ts';
import { readFailureWords } from '../../../shared/failure-words.ts';
import { formatCount } from '../../../shared/format.ts';
import { anomaliesQuery, getEarlierAnomalies } from '../api/get-anomalies.ts';
import card from '../card.module.css';
import { Part } from '../part.tsx';
import type { ShownAnomalies } from '../types.ts';
import classes from './anomalies-card.module.css';
import { keyOf, listed, withMore } from './merge-anomalies.ts';
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
      side={(shown) => <AlarmCount shown={shown} now={now} />}
    >
      {(shown) => (shown.items.length === 0 ? <NothingUnusual /> : <List shown={shown} now={now} />)}
    </Part>
  );
}

function AlarmCount({ shown: { items, ongoing }, now }: { shown: ShownAnomalies; now: number }) {
  const count = ongoing.items.filter((anomaly) => isAlarming(anomaly, now)).length;
  return (
    <span className={card.side} role="status">
      {count === 0 ? items.length > 0 && 'none at the moment' : `${ongoing.next_cursor === null ? '' : 'more than '}${formatCount(count)} at the moment`}
    </span>
  );
}

function NothingUnusual() {
  return (
    <p className={card.empty}>
      Nothing unusual so far. A campaign is judged once it has had 100 impressions in each of three blocks of ten minutes, and a spike or a drop needs 30 in the minute: with fewer, chance alone makes a CTR jump.
    </p>
  );
}

function List({ shown, now }: { shown: ShownAnomalies; now: number }) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<'ready' | 'loading' | Error>('ready');
  const cursor = shown.next_cursor;
  const showMore = async () => {
    if (cursor === null) return;
    setState('loading');
    try {
      const more = await getEarlierAnomalies(cursor);
      queryClient.setQueryData(anomaliesQuery.queryKey, (before) => (before?.next_cursor === cursor ? withMore(before, more) : before));
      setState('ready');
    } catch (error) {
      setState(error as Error);
    }
  };
  return (
    <>
      <ul className={classes.list}>
        {listed(shown).map((anomaly) => (
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
  const { kind, campaign_id: campaignId, name, is_over: isOver, campaign_status: status } = anomaly;
  const ending = endingWords(anomaly);
  return (
    <li className={classes.item} data-anomaly={kind} data-over={isOver}>
      <AnomalyMark kind={kind} lasts={isAlarming(anomaly, now)} />
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
          {isAlarming(anomaly, now) && <span className={classes.lasts}>Ongoing </span>}
          {timeWords(anomaly, now)}
          {status === 'paused' && standingOf(anomaly, now) !== 'over' && '. The campaign is paused'}
          {ending !== null && `. ${ending}`}
        </p>
      </div>
    </li>
  );
}
