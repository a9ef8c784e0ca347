import { useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import card from '../card.module.css';
import type { Stage, Streaming } from '../types.ts';
import { type LagHistory, type LagTrends, trendsIn, withLook } from './lag-history.ts';
import { StageBox } from './stage-box.tsx';
import { StageDefinitions } from './stage-definitions.tsx';
import { FIGURE_WORDS } from './stage-words.ts';
import classes from './stages.module.css';
import { clockWords } from './time-words.ts';
import { TroubleList } from './trouble-list.tsx';
import { troublesOf } from './troubles.ts';

/** So many that were put aside are counted, and one more when there are more. */
const MOST_COUNTED = 10_000;
const ORDER: Stage['name'][] = ['count-once', 'aggregate', 'anomalies', 'projector'];

interface StreamingCardProps {
  streaming: Streaming;
  /** When that was heard, in ms by this browser's clock: it need not be right for times between looks. */
  heardAt: number;
  /** The server's time, in ms. */
  now: number;
}

/** The stages that events pass on their way into pages, and what is wrong with them. */
export function StreamingCard({ streaming, heardAt, now }: StreamingCardProps) {
  const trends = useTrends(streaming, heardAt);
  const { jobs, stages, watermark, set_aside: setAside } = streaming;
  const troubles = troublesOf(streaming, now, trends);
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="state-title" data-testid="state">
      <div className={card.head}>
        <h2 className={card.title} id="state-title">
          Streaming mode: Kafka takes events, Flink counts them
        </h2>
        <p className={classes.complete} title={FIGURE_WORDS.complete}>
          {watermark === null ? 'Complete up to: not known' : `Complete up to ${clockWords(watermark, now)}`}
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
            goes={trends.get(name)?.goes ?? null}
            now={now}
          />
        ))}
        <li className={classes.end}>
          <span className={classes.arrow} aria-hidden="true" />
          Pages
        </li>
      </ol>
      <StageDefinitions order={ORDER} />
      {setAside !== null && setAside > 0 && (
        <p className={card.note} data-testid="set-aside">
          {setAside > MOST_COUNTED ? `More than ${formatCount(MOST_COUNTED)} events were` : `${formatCount(setAside)} event${setAside === 1 ? ' was' : 's were'}`} put aside and not counted: more than seven days late, when nobody can tell any more whether
          they were counted before. They are kept in the table <code>late_events</code>.
        </p>
      )}
    </section>
  );
}

/** Known after a page was open for a while: it holds what it is told now against what it was told then. */
function useTrends({ stages }: Streaming, heardAt: number): LagTrends {
  const [looked, setLooked] = useState<{ at: number; history: LagHistory }>({ at: 0, history: [] });
  const isNew = looked.at !== heardAt;
  const history = isNew ? withLook(looked.history, stages, heardAt) : looked.history;
  // By the time and not by what was told: a stage that stands still is told of in the same words.
  if (isNew) setLooked({ at: heardAt, history });
  return trendsIn(history);
}
