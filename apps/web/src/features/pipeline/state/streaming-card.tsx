import { useState } from 'react';
import { formatClock, formatCount } from '../../../shared/format.ts';
import card from '../card.module.css';
import type { Stage, Streaming } from '../types.ts';
import { type LagHistory, growingIn, withLook } from './lag-history.ts';
import { StageBox } from './stage-box.tsx';
import classes from './stages.module.css';
import { TroubleList } from './trouble-list.tsx';
import { troublesOf } from './troubles.ts';

const ORDER: Stage['name'][] = ['count-once', 'aggregate', 'anomalies', 'projector'];

/** The stages that events pass on their way into pages, and what is wrong with them. `now` is the server's time, in ms. */
export function StreamingCard({ streaming, now }: { streaming: Streaming; now: number }) {
  const growing = useGrowing(streaming, now);
  const { jobs, stages, watermark, set_aside: setAside } = streaming;
  const troubles = troublesOf(streaming, now, growing);
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="state-title" data-testid="state">
      <div className={card.head}>
        <h2 className={card.title} id="state-title">
          Streaming mode: Kafka takes events, Flink counts them
        </h2>
        <p className={classes.complete} title="All that happened up to then is taken to have arrived: the watermark of the jobs. What comes later still counts.">
          {watermark === null ? 'Nothing complete yet' : `Complete up to ${formatClock(watermark)}`}
        </p>
      </div>
      <TroubleList troubles={troubles} />
      <ol className={classes.stages} aria-label="Stages of the pipeline">
        <li className={classes.end} title="Of POST /events, and of ad servers that write to Kafka themselves">
          Events
        </li>
        {ORDER.map((name) => (
          <StageBox
            key={name}
            stage={stages.find((each) => each.name === name) ?? { name, lag: null, records_per_second: null }}
            job={name === 'projector' ? null : (jobs.find((each) => each.name === name) ?? { name, state: 'unknown', since: null, checkpoint: null })}
            isGrowing={growing.has(name)}
            now={now}
          />
        ))}
        <li className={classes.end}>
          <span className={classes.arrow} aria-hidden="true" />
          Pages
        </li>
      </ol>
      {setAside !== null && setAside > 0 && (
        <p className={card.note} data-testid="set-aside">
          {formatCount(setAside)} event{setAside === 1 ? ' was' : 's were'} put aside and not counted: more than seven days late, when nobody can tell any more whether
          they were counted before. They are kept in the table <code>late_events</code>.
        </p>
      )}
    </section>
  );
}

/** Known after a page was open for a while: it holds what it is told now against what it was told then. */
function useGrowing({ stages }: Streaming, now: number): ReadonlySet<string> {
  const [looked, setLooked] = useState<{ stages: Stage[]; history: LagHistory }>({ stages: [], history: [] });
  if (looked.stages !== stages) setLooked({ stages, history: withLook(looked.history, stages, now) });
  return growingIn(looked.history);
}
