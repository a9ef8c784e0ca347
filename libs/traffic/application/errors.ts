import { DomainError } from '../../kernel/domain-error.ts';
import { LIMITS } from '../domain/simulation-settings.ts';

/** Every error this context can end a command or a query with. */

export function campaignNotFound(): DomainError {
  return new DomainError('not-found', 'CAMPAIGN_NOT_FOUND', 'There is no campaign with this id.');
}

export function simulationNotRunning(): DomainError {
  return new DomainError('conflict', 'SIMULATION_NOT_RUNNING', 'The simulation of this campaign is not running, so it cannot crash.');
}

export function simulationNotStopped(): DomainError {
  return new DomainError('unavailable', 'SIMULATION_NOT_STOPPED', 'The simulation of this campaign has not stopped yet, so nothing was deleted. Please ask again.', { retryAfterSeconds: 2 });
}

/** @param left deliveries per second that the other simulations leave */
export function simulationRateTaken(left: number): DomainError {
  const rest = Math.max(0, Math.floor(left * 10) / 10);
  const message = `must be at most ${rest.toLocaleString('en')} now: all simulations together may send ${LIMITS.totalRate.toLocaleString('en')} events/s`;
  return new DomainError('invalid', 'SIMULATION_LIMIT_REACHED', 'The other simulations leave too little of the total rate.', { errors: [{ field: 'rate', message }] });
}

export function tooManySimulations(): DomainError {
  const message = `${LIMITS.running} simulations are running, and no more may; stop one first`;
  return new DomainError('invalid', 'SIMULATION_LIMIT_REACHED', 'Too many simulations are running.', { errors: [{ field: '', message }] });
}

export function simulationsUnavailable(cause?: unknown): DomainError {
  return new DomainError('unavailable', 'SIMULATIONS_UNAVAILABLE', 'The state of the simulations cannot be read or changed now. Please ask again.', { retryAfterSeconds: 2, cause });
}
