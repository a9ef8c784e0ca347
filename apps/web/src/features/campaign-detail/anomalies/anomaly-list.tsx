import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { AnomalyMark } from '../../../shared/anomalies/anomaly-mark.tsx';
import { endingWords, reasonWords, sourceWords, timeWords } from '../../../shared/anomalies/anomaly-words.ts';
import { KIND_WORDS } from '../../../shared/anomalies/kind-words.ts';
import { isAlarming, standingOf } from '../../../shared/anomalies/standing-of.ts';
import { timeAround } from '../../../shared/anomalies/time-around.ts';
import type { Limits } from '../range/detail-view.ts';
import classes from './anomaly-list.module.css';

/** More are asked for. */
const SHOWN = 4;

interface AnomalyListProps {
  /** Newest first. */
  anomalies: Anomaly[];
  /** The server's time, in ms. */
  now: number;
  onZoom: (limits: Limits) => void;
}

/** The marks of the chart in words, each with its reason. */
export default function AnomalyList({ anomalies, now, onZoom }: AnomalyListProps) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? anomalies : anomalies.slice(0, SHOWN);
  return (
    <div className={classes.part} data-testid="chart-anomalies">
      <ul className={classes.list} aria-label="Not as usual">
        {shown.map((anomaly) => {
          const ending = endingWords(anomaly);
          return (
            <li key={`${anomaly.kind} ${anomaly.since}`} className={classes.item} data-anomaly={anomaly.kind}>
              <AnomalyMark kind={anomaly.kind} lasts={isAlarming(anomaly, now)} />
              <p className={classes.words} title={sourceWords(anomaly)}>
                <strong>{KIND_WORDS[anomaly.kind]}</strong> {standingOf(anomaly, now) === 'ongoing' && <span className={classes.lasts}>ongoing</span>} {timeWords(anomaly, now)}. {reasonWords(anomaly)}.{ending !== null && ` ${ending}.`}
              </p>
              <Button size="compact-sm" variant="default" onClick={() => onZoom(timeAround(anomaly))} aria-label={`Zoom in on the ${KIND_WORDS[anomaly.kind].toLowerCase()} ${timeWords(anomaly, now)}`}>
                Zoom in
              </Button>
            </li>
          );
        })}
      </ul>
      {anomalies.length > SHOWN && (
        <Button size="compact-sm" variant="subtle" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${anomalies.length}`}
        </Button>
      )}
    </div>
  );
}
