import { createInterface } from 'node:readline';
import { signalIfAlive } from '../../../tools/process-identity.mjs';

/**
 * Ends the processes it was told of when the one that told it is gone: started by their owner, it reads an identity from
 * each line of its input, and the input ends with the owner, however that ended. A JVM would outlive a killed owner
 * with all its gigabytes.
 */

/** @import { ProcessIdentity } from '../../../tools/process-identity.mjs' */

/** @type {ProcessIdentity[]} */
const guarded = [];

for await (const line of createInterface({ input: process.stdin })) guarded.push(JSON.parse(line));
// Both are made to be killed: what Kafka acknowledged is in the system's hands, what Flink has done in its checkpoints.
for (const one of guarded) signalIfAlive(one, 'SIGKILL');
