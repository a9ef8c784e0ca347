import { LIMITS } from '../domain/simulation-settings.ts';
import { simulationRateTaken, tooManySimulations } from './errors.ts';

/**
 * Refuses what would be too much for the machine that real clients share with the simulations.
 *
 * @param others rates of the other simulations under way
 * @throws DomainError `SIMULATION_LIMIT_REACHED`
 */
export function checkLimits(rate: number, others: readonly number[]): void {
  if (others.length >= LIMITS.running) throw tooManySimulations();
  const left = LIMITS.totalRate - others.reduce((sum, each) => sum + each, 0);
  // Rates such as 0.1 add up to a little more or less than they should.
  if (rate > left + 1e-6) throw simulationRateTaken(left);
}
