import { cruise } from 'dependency-cruiser';
import configuration from './dependency-cruiser.mjs';

/** Everything that is imported or imports; what is looked at inside these is the configuration's business. */
const parts = ['apps', 'libs', 'tools'];

/** @typedef {{ rule: string, from: string, to: string, path: string[] }} Violation */

/**
 * @param {{ folder?: string }} [options] `folder`: another tree of the same shape, whose packages are linked into it
 * @returns {Promise<{ violations: Violation[], files: number }>}
 */
export async function findViolations({ folder } = {}) {
  const ruleSet = { forbidden: configuration.forbidden };
  const elsewhere = folder === undefined ? {} : { baseDir: folder, preserveSymlinks: true };
  const { output } = await cruise(parts, { ...configuration.options, ...elsewhere, validate: true, ruleSet });
  if (typeof output === 'string') throw new Error('dependency-cruiser has answered with text');
  const { violations, totalCruised } = output.summary;
  return {
    files: totalCruised,
    violations: violations.map(({ rule, from, to, cycle }) => ({ rule: rule.name, from, to, path: (cycle ?? []).map(({ name }) => name) })),
  };
}
