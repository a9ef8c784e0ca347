import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What a call of the Kafka client comes to, or an error when that takes longer: a call that waits while its broker is killed may never end,
 * and its client then answers nothing any more. Whoever is told so takes a new client.
 */
export async function within<Result>(ms: number, call: Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const late = async (): Promise<never> => {
    await sleep(ms, undefined, { signal: done.signal, ref: false });
    throw new Error(`The brokers have not answered within ${ms / 1000} s.`);
  };
  try {
    return await Promise.race([call, late()]);
  } finally {
    done.abort();
  }
}
