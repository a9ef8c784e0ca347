import { afterCrash } from './restart-policy.ts';
import { isUnderWay, type Simulation } from './simulation.ts';

interface Situation {
  now: number;
  /** The place that comes next. */
  place: number;
  /** Why its traffic ended, if it did so by itself, and how long it had been up. */
  crash: { reason: string; upMs: number } | undefined;
}

export function isOver({ endsAt }: Simulation, now: number): boolean {
  return endsAt !== null && endsAt <= now;
}

/**
 * What becomes of a simulation of which nothing is under way. Its wish is gone if that was done now. Who wants it stopped comes
 * before everything; a crash before other wishes, so that each is counted.
 */
export function nextState(simulation: Simulation, { now, place, crash }: Situation): Simulation {
  const { wish, restartAt } = simulation;
  if (!isUnderWay(simulation)) return simulation;
  if (wish?.stop) return { ...simulation, status: 'stopped', restartAt: null, wish: null };
  if (crash !== undefined) return crashed(simulation, crash, now);
  if (wish !== null) return { ...simulation, settings: wish.settings, endsAt: wish.endsAt, settingsSince: place, wish: null };
  if (isOver(simulation, now)) return { ...simulation, status: 'finished', restartAt: null };
  if (simulation.status === 'restarting' && (restartAt ?? 0) <= now) return { ...simulation, status: 'running', restartAt: null };
  return simulation;
}

function crashed(simulation: Simulation, { reason, upMs }: { reason: string; upMs: number }, now: number): Simulation {
  const { history, restartAt } = afterCrash(simulation.crashes, now, upMs);
  const after = { ...simulation, crashes: history, reason, restartAt };
  return restartAt === null ? { ...after, status: 'crashed' } : { ...after, status: 'restarting', restarts: simulation.restarts + 1 };
}
