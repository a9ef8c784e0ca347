import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { useKeptFocus } from '../../shared/focus.ts';
import { useServerNow } from '../../shared/live/use-server-now.ts';
import { scenariosQuery } from './api/get-scenarios.ts';
import { simulationQuery, useLiveSimulation } from './api/get-simulation.ts';
import { useCrashSimulation, useStartSimulation, useStopSimulation } from './api/steer-simulation.ts';
import { type Knobs, type KnobErrors, knobErrorsOf, knobsOf, settingsOf } from './knobs.ts';
import { KnobsForm } from './knobs-form.tsx';
import { LedgerTable } from './ledger-table.tsx';
import classes from './simulation-panel.module.css';
import { simulationWords } from './simulation-words.ts';
import type { Simulation } from './types.ts';

interface SimulationPanelProps {
  campaignId: string;
  /** Null for a campaign that is not registered: only those that are have simulated traffic. */
  name: string | null;
}

export function SimulationPanel({ campaignId, name }: SimulationPanelProps) {
  return (
    <section className={classes.panel} aria-labelledby="simulation-title">
      <h2 className={classes.title} id="simulation-title">
        Simulated traffic
      </h2>
      {name !== null ? (
        <RegisteredPanel campaignId={campaignId} name={name} />
      ) : (
        <p className={`${classes.hint} ${classes.register}`}>Register the campaign first: a simulation belongs to a campaign on the list.</p>
      )}
    </section>
  );
}

function RegisteredPanel({ campaignId, name }: { campaignId: string; name: string }) {
  useLiveSimulation(campaignId, name);
  const { data: simulation, error, isFetching, refetch } = useQuery(simulationQuery(campaignId));
  if (simulation !== undefined) return <Steering simulation={simulation} />;
  if (error === null) return <div className={classes.placeholder} aria-busy="true" />;
  return (
    <div role="alert">
      <p className={classes.state}>The simulator’s state cannot be loaded.</p>
      <Button size="compact-sm" variant="default" disabled={isFetching} onClick={() => void refetch()}>
        Try again
      </Button>
    </div>
  );
}

const IS_ON = { off: false, running: true, restarting: true, crashed: false, finished: false, stopped: false } as const;

function Steering({ simulation }: { simulation: Simulation }) {
  const { campaign_id: campaignId, status, settings, started_at } = simulation;
  const now = useServerNow();
  const { data: scenarios = [] } = useQuery(scenariosQuery);
  // Null: nothing was turned, and the fields follow what runs, whoever has set it.
  const [turned, setTurned] = useState<Knobs | null>(null);
  const [errors, setErrors] = useState<KnobErrors>({});
  const start = useStartSimulation(campaignId);
  const stop = useStopSimulation(campaignId);
  const crash = useCrashSimulation(campaignId);
  const isOn = IS_ON[status];
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const knobs = turned ?? knobsOf(settings);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = settingsOf(knobs);
    setErrors('errors' in read ? read.errors : {});
    if ('errors' in read || start.isPending) return;
    start.mutate(read.settings, {
      onSuccess: () => setTurned(null),
      onError: (error) => setErrors(error instanceof ApiError ? knobErrorsOf(error.errors) : {}),
    });
  };
  const failure = [start.error, stop.error, crash.error].find((error) => error !== null);
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.state} data-status={status} data-testid="simulation-state" role="status">
        <span className={classes.mark} aria-hidden="true" />
        {simulationWords(simulation, now)}
      </p>
      {status !== 'off' && <LedgerTable simulation={simulation} />}
      <KnobsForm knobs={knobs} errors={errors} scenarios={scenarios} onChange={setTurned} />
      <div className={classes.buttons} tabIndex={-1} {...keptFocus}>
        <Button type="submit" size="compact-sm" disabled={start.isPending || (isOn && turned === null)}>
          {isOn ? 'Apply changes' : started_at === null ? 'Start' : 'Start again'}
        </Button>
        {isOn && (
          <>
            <Button size="compact-sm" variant="default" disabled={stop.isPending} onClick={() => stop.mutate()}>
              Stop
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={crash.isPending || status !== 'running'}
              title="Ends the simulator’s thread as a fault in it would. Nothing that was sent is lost, nothing is counted twice."
              onClick={() => crash.mutate()}
            >
              Crash it
            </Button>
          </>
        )}
      </div>
      {isOn && (
        <p className={classes.hint}>“Crash it” shows what a fault would do: the simulation alone ends, is started again after a pause, and sends on without a gap.</p>
      )}
      {failure !== undefined && Object.keys(errors).length === 0 && (
        <p className={classes.failure} role="alert">
          {failure instanceof ApiError ? failure.detail || failure.message : 'The server does not answer.'}
        </p>
      )}
    </form>
  );
}
