import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that the repository was cloned into. */
export const checkout = resolve(fileURLToPath(new URL('..', import.meta.url)));

/** Stamps, locks and half-made build output; safe to delete while nothing runs. */
export const scratch = join(checkout, '.build');

/** Node 24 from the `node` package: several dependencies do not run on the oldest Node that may start us. */
export const node24 = join(checkout, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** @param {...string} parts */
export const inCheckout = (...parts) => join(checkout, ...parts);
