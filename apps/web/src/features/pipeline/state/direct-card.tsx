import { Button } from '@mantine/core';
import { useState } from 'react';
import { CommandBox } from '../../../shared/command-box.tsx';
import { formatMinute } from '../../../shared/format-time.ts';
import card from '../card.module.css';
import classes from './direct-card.module.css';

/** Events go straight into PostgreSQL: says so, and how to outgrow that. */
export function DirectCard({ judgedUntil }: { judgedUntil: string | null }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="state-title" data-testid="state">
      <div className={card.head}>
        <h2 className={card.title} id="state-title">
          Direct mode: everything on this machine’s PostgreSQL
        </h2>
        <Button size="compact-sm" variant="default" aria-expanded={isAsked} aria-controls="turn-on" onClick={() => setAsked(!isAsked)}>
          {isAsked ? 'Hide' : 'Turn on streaming'}
        </Button>
      </div>
      <p className={card.note}>
        Events are counted in the moment they are stored; devices and anomalies follow a few seconds after each minute, by the same rules as in
        streaming mode.{judgedUntil !== null && ` Minutes are judged up to ${formatMinute(judgedUntil)}.`}
      </p>
      {isAsked && (
        <div className={classes.how} id="turn-on">
          <p>
            One machine is enough for some ten thousand events a second. Beyond that, Kafka takes the events and Flink counts them, on as many
            machines as you like; every page and <code>GET /stats</code> stay the same. To try it on this machine (it needs Java), stop Flightdeck and:
          </p>
          <ol className={classes.steps}>
            <li>
              Start Kafka, Flink and the counting jobs.
              <CommandBox command="npm run pipeline:up" label="Command that starts Kafka, Flink and the jobs" testId="pipeline-up" />
            </li>
            <li>
              Start Flightdeck with the address of the brokers.
              <CommandBox command="KAFKA_BROKERS=127.0.0.1:9092 npm start" label="Command that starts Flightdeck in streaming mode" testId="start-streaming" />
            </li>
          </ol>
          <p>What was counted until then stays. Without KAFKA_BROKERS, Flightdeck starts in direct mode again.</p>
        </div>
      )}
    </section>
  );
}
