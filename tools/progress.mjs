const heartbeatMs = 15_000;

/**
 * Announces a step that may take long, and keeps saying that it is still alive.
 * @template T
 * @param {string} what as in "Building the server"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const started = performance.now();
  console.log(`${what}…`);
  const heartbeat = setInterval(() => console.log(`  … ${seconds(started)}`), heartbeatMs);
  try {
    const result = await work();
    console.log(`  done in ${seconds(started)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** @param {number} started a `performance.now()` */
export function seconds(started) {
  const elapsed = (performance.now() - started) / 1000;
  return `${elapsed < 10 ? elapsed.toFixed(1) : Math.round(elapsed)} s`;
}
