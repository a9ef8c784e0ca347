import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startPostgres } from '../../../tools/embedded-postgres.mjs';
import { removeHome } from '../../../tools/postgres-home.mjs';
import { type Product, startProduct } from './support/product.ts';
import { expectExact, startTraffic } from './support/retrying-traffic.ts';

const ROUNDS = 4;

describe('kill -9 while clients report and retry', () => {
  test('of the API, several times: every acknowledged event is counted exactly once', async () => {
    const product = await startProduct();
    try {
      const traffic = startTraffic([product.url]);
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(400 + Math.random() * 600);
        await product.kill();
        await product.restart();
      }
      await sleep(300);
      await traffic.finish();
      expect(traffic.client.failures).toBeGreaterThan(0);
      await expectExact(product.database.url, traffic);
    } finally {
      await product.stop();
    }
  });

  test('of one of two API processes, in turn: every acknowledged event is counted exactly once', async () => {
    const first = await startProduct();
    const second = await startProduct({ database: first.database });
    try {
      const traffic = startTraffic([first.url, second.url]);
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(400 + Math.random() * 400);
        await (round % 2 ? first : second).restart();
      }
      await traffic.finish();
      expect(traffic.client.failures).toBeGreaterThan(0);
      await expectExact(first.database.url, traffic);
    } finally {
      await second.stop();
      await first.stop();
    }
  });

  test('of PostgreSQL, several times: every acknowledged event is counted exactly once, and the API never restarts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flightdeck-crash-test-'));
    chmodSync(folder, 0o711);
    const postgres = await startPostgres(folder, { sharedBuffers: '128MB', database: `flightdeck_test_${randomUUID().slice(0, 8)}` });
    let product: Product | undefined;
    try {
      product = await startProduct({ database: { url: postgres.url, name: 'flightdeck_test', drop: () => Promise.resolve() } });
      const traffic = startTraffic([product.url]);
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(500 + Math.random() * 500);
        process.kill(Number.parseInt(readFileSync(join(postgres.dataDir, 'postmaster.pid'), 'utf8'), 10), 'SIGKILL');
        await sleep(200);
        expect((await fetch(`${product.url}/health/live`)).status).toBe(200);
        await postgres.startAgain();
      }
      await sleep(300);
      await traffic.finish();
      expect(traffic.client.failures).toBeGreaterThan(0);
      await expectExact(postgres.url, traffic);
      expect((await fetch(`${product.url}/health/ready`)).status).toBe(200);
    } finally {
      await product?.stop();
      await postgres.stop('immediate');
      removeHome(folder);
    }
  });
});
