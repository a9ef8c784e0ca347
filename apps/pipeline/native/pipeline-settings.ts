import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../../../tools/checkout.mjs';
import { tryLock, type Lock } from '../../../tools/lock.mjs';
import { isAlive, type ProcessIdentity, signalIfAlive } from '../../../tools/process-identity.mjs';
import { Refusal } from '../../../tools/refusal.mjs';

export interface PipelineSettings {
  folder: string;
  ports: { kafka: number; flink: number; gateway: number };
}

/** @throws {Refusal} naming the variable and what it expects */
export function readPipelineSettings(environment: NodeJS.ProcessEnv): PipelineSettings {
  const port = (name: string, usual: number): number => {
    const text = environment[name]?.trim() || String(usual);
    if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65_535) throw new Refusal(`${name} must be a whole number from 1 to 65535, not ${JSON.stringify(text)}.`);
    return Number(text);
  };
  return {
    folder: join(resolve(checkout, environment.DATA_DIR || '.data'), 'pipeline'),
    ports: { kafka: port('KAFKA_PORT', 9092), flink: port('FLINK_PORT', 8081), gateway: port('SQL_GATEWAY_PORT', 8083) },
  };
}

/**
 * Whoever has it may use the folder. It holds the identity of every engine that was started: what a killed keeper has
 * left running is ended here, and nothing else that was given one of the same numbers since.
 */
export async function lockPipeline(folder: string): Promise<{ lock: Lock } | { keeper: ProcessIdentity; note: string }> {
  for (let said = false; ; said = true) {
    const attempt = tryLock(join(folder, 'running.lock'));
    if ('lock' in attempt) return attempt;
    const { owner, companions, note } = attempt.holder;
    if (isAlive(owner)) return { keeper: owner, note };
    if (!said) console.log('An earlier keeper was killed; ending what it has left running…');
    for (const one of companions) signalIfAlive(one, 'SIGKILL');
    await sleep(100);
  }
}
