import { Button } from '@mantine/core';
import { useState } from 'react';
import { CommandBox } from '../../../shared/command-box.tsx';
import card from '../card.module.css';
import classes from './direct-card.module.css';
import { minuteWords } from './time-words.ts';
import { TroubleList } from './trouble-list.tsx';
import { troublesOfJudge } from './troubles.ts';

interface DirectCardProps {
  judgedUntil: string | null;
  /** When that was heard, in ms by this browser's clock: it need not be right for times between looks. */
  heardAt: number;
  /** The server's time, in ms. */
  now: number;
}

/** Events go straight into PostgreSQL: says so, and how to outgrow that. */
export function DirectCard({ judgedUntil, heardAt, now }: DirectCardProps) {
  const [isAsked, setAsked] = useState(false);
  const stoodForMs = useStoodFor(judgedUntil, heardAt);
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="state-title" data-testid="state">
      <div className={card.head}>
        <h2 className={card.title} id="state-title">
          Streaming is off: events are counted directly in PostgreSQL
        </h2>
        <Button size="compact-sm" variant="default" aria-expanded={isAsked} aria-controls="turn-on" onClick={() => setAsked(!isAsked)}>
          {isAsked ? 'Hide' : 'How to turn it on'}
        </Button>
      </div>
      <TroubleList troubles={troublesOfJudge(judgedUntil, stoodForMs, now)} />
      <p className={card.note}>
        Events are counted in the moment they are stored; devices and anomalies follow a few seconds after each minute, by the same rules as with
        streaming.{judgedUntil !== null && ` Minutes are judged up to ${minuteWords(judgedUntil, now)}.`}
      </p>
      {isAsked && (
        <div className={classes.how} id="turn-on">
          <p>
            One machine is enough for some ten thousand events a second. Beyond that, Kafka takes the events and Flink counts them, on as many
            machines as you like; every page and <code>GET /stats</code> stay the same.
          </p>
          <p className={classes.warning}>
            Do not switch, in either direction, while clients still repeat what they sent before: each mode knows its own ids, and what is repeated across
            the switch counts twice.
          </p>
          <p>To try it on this machine, stop Flightdeck. With Java 17 or newer, Maven, and Python 3 with pip:</p>
          <ol className={classes.steps}>
            <li>
              Start Kafka, Flink and the counting jobs. The first time it downloads 330 MB.
              <CommandBox command="npm run pipeline:up" label="Command that starts Kafka, Flink and the jobs" testId="pipeline-up" />
            </li>
            <li>
              Start Flightdeck with the address of the brokers.
              <CommandBox command="KAFKA_BROKERS=127.0.0.1:9092 npm start" label="Command that starts Flightdeck in streaming mode" testId="start-streaming" />
            </li>
          </ol>
          <p>Or with Docker, everything at once, on a PostgreSQL of its own:</p>
          <CommandBox
            command="KAFKA_BROKERS=kafka:9092 docker compose --profile streaming up --build"
            label="Command that starts everything with Docker Compose"
            testId="compose-streaming"
          />
          <p>What was counted until then stays. Without KAFKA_BROKERS, Flightdeck starts in direct mode again.</p>
        </div>
      )}
    </section>
  );
}

/** For how long it has been told the same while somebody looked, in ms. */
function useStoodFor(value: string | null, heardAt: number): number {
  const [first, setFirst] = useState({ value, heardAt });
  if (first.value !== value) setFirst({ value, heardAt });
  return first.value === value ? heardAt - first.heardAt : 0;
}
