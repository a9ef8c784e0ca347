import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inCheckout } from '../../../tools/checkout.mjs';
import { runMain } from '../../../tools/refusal.mjs';
import { digestOf, download, type EngineLock } from './engine-files.ts';

/** Writes engines.lock.json anew, after a version in pom.xml or requirements.txt was changed: `node tools/run.mjs` runs it. */
await runMain(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flightdeck-engines-'));
  try {
    await download(folder, () => {});
    const lock: EngineLock = { kafka: {}, flink: {} };
    for (const part of ['kafka', 'flink'] as const) {
      for (const name of readdirSync(join(folder, part)).sort()) {
        const file = join(folder, part, name);
        lock[part][name] = { size: statSync(file).size, sha256: await digestOf(file) };
      }
    }
    writeFileSync(inCheckout('apps', 'pipeline', 'native', 'engines.lock.json'), `${JSON.stringify(lock, undefined, 2)}\n`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
