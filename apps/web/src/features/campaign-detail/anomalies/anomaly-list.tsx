import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { AnomalyMark } from '../../../shared/anomalies/anomaly-mark.tsx';
import { reasonWords, sourceWords, timeWords } from '../../../shared/anomalies/anomaly-words.ts';
import { KIND_WORDS } from '../../../shared/anomalies/kind-words.ts';
import { spanOf } from '../../../shared/anomalies/span-of.ts';
import type { Limits } from '../range/detail-view.ts';
import classes from './anomaly-list.module.css';

const MINUTE_MS = 60_000;
/** What it was held against stands before it. */
const BEFORE_MS = 30 * MINUTE_MS;
const AFTER_MS = 15 * MINUTE_MS;
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
          const { from, to } = spanOf(anomaly);
          return (
            <li key={`${anomaly.kind} ${anomaly.since}`} className={classes.item} data-anomaly={anomaly.kind}>
              <AnomalyMark kind={anomaly.kind} lasts={!anomaly.is_over} />
              <p className={classes.words} title={sourceWords(anomaly)}>
                <strong>{KIND_WORDS[anomaly.kind]}</strong> {!anomaly.is_over && <span className={classes.lasts}>ongoing</span>} {timeWords(anomaly, now)}. {reasonWords(anomaly)}.
              </p>
              <Button size="compact-sm" variant="default" onClick={() => onZoom({ from: from - BEFORE_MS, to: to + AFTER_MS })} aria-label={`Zoom in on the ${KIND_WORDS[anomaly.kind].toLowerCase()} ${timeWords(anomaly, now)}`}>
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
