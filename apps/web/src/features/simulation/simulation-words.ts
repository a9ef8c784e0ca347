import { formatClock, formatCount } from '../../shared/format.ts';
import type { Simulation } from './types.ts';

/** What the simulation does at the moment, as a sentence or two. `now` is the server's time in ms. */
export function simulationWords({ status, started_at, ends_at, restarts, restart_at, reason }: Simulation, now: number): string {
  const why = reason === null ? '' : `: ${reason.replace(/\.$/, '')}`;
  switch (status) {
    case 'off':
      return 'Not running. It sends made-up events the way that real ad clients do.';
    case 'running': {
      const since = started_at === null ? 'Running' : `Running since ${formatClock(started_at)}`;
      const until = ends_at === null ? 'until stopped' : `until ${formatClock(ends_at)}`;
      return `${since}, ${until}.${restarts === 0 ? '' : ` Restarted ${restarts === 1 ? 'once' : `${formatCount(restarts)} times`}.`}`;
    }
    case 'restarting': {
      const seconds = restart_at === null ? 0 : Math.max(0, Math.ceil((Date.parse(restart_at) - now) / 1_000));
      return `Crashed${why}. Restarting in ${seconds} s, attempt ${formatCount(Math.max(1, restarts))}.`;
    }
    case 'crashed':
      return `Gave up after repeated crashes${why}. What it had sent is counted.`;
    case 'finished':
      return `Finished${ends_at === null ? '' : ` at ${formatClock(ends_at)}`}: its time was over.`;
    case 'stopped':
      return 'Stopped.';
  }
}

/** Says it to somebody who may be looking elsewhere. */
export function gaveUpWords(name: string, { reason }: Pick<Simulation, 'reason'>): string {
  return `The simulation of “${name}” gave up after repeated crashes${reason === null ? '' : `: ${reason.replace(/\.$/, '')}`}. What it had sent is counted.`;
}

/** Between what was sent and what was counted; empty when they agree. */
export function differenceWords({ agrees, sent, counted, counted_later }: Simulation): string {
  if (agrees) return '';
  const missing = sent.impressions + sent.clicks - counted.impressions - counted.clicks;
  if (counted_later && counted.impressions <= sent.impressions && counted.clicks <= sent.clicks) return `${formatCount(missing)} being counted: that takes some seconds.`;
  const differences = [
    ['impressions', counted.impressions - sent.impressions],
    ['clicks', counted.clicks - sent.clicks],
    ['duplicates', counted_later ? 0 : counted.duplicates - sent.repeats],
  ] as const;
  const told = differences.filter(([, by]) => by !== 0).map(([what, by]) => `${formatCount(Math.abs(by))} ${what} too ${by > 0 ? 'many' : 'few'}`);
  return told.length === 0 ? 'Being compared…' : `${told.join(', ')} counted.`;
}
