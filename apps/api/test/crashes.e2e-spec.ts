import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startPostgres } from '../../../tools/embedded-postgres.mjs';
import { removeHome } from '../../../tools/postgres-home.mjs';
import { readCounted } from './support/counted.ts';
import { eventBody } from './support/events.ts';
import { type Product, startProduct } from './support/product.ts';
import { RetryingClient } from './support/retrying-client.ts';

const ROUNDS = 4;

interface Traffic {
  client: RetryingClient;
  sent: Set<string>;
  /** Ends the traffic and resolves when every retry has been answered. */
  finish(): Promise<void>;
}

/** Clients that retry, in singles and batches, with repetitions; and one whose lost requests are never sent again. */
function startTraffic(urls: string[]): Traffic {
  const client = new RetryingClient(urls);
  const sent = new Set<string>();
  let running = true;
  const next = () => {
    const event = eventBody({ campaign_id: `camp_${sent.size % 3}`, occurred_at: new Date().toISOString(), type: sent.size % 9 ? 'impression' : 'click' });
    sent.add(event.event_id);
    return event;
  };
  const loop = async (step: () => Promise<void>): Promise<void> => {
    while (running) await step();
  };
  const loops = [
    ...Array.from({ length: 6 }, () => loop(() => client.send(next()))),
    ...Array.from({ length: 2 }, () =>
      loop(async () => {
        const batch = Array.from({ length: 40 }, next);
        await client.sendBatch([...batch, ...batch.slice(0, 8)]);
        await client.sendBatch(batch.slice(20));
      }),
    ),
    loop(() => client.sendOnce(next())),
  ];
  return {
    client,
    sent,
    finish: async () => {
      running = false;
      await Promise.all(loops);
    },
  };
}

async function expectExact(databaseUrl: string, { client, sent }: Traffic): Promise<void> {
  const counted = await readCounted(databaseUrl);
  expect([...client.acknowledged].filter((id) => !counted.ids.has(id))).toEqual([]);
  expect([...counted.ids].filter((id) => !sent.has(id))).toEqual([]);
  // The minutes contain each stored event once: no event is in two minutes' sums, none is in no sum.
  expect(counted.impressions + counted.clicks).toBe(counted.ids.size);
  expect(client.acknowledged.size).toBeGreaterThan(100);
  expect(client.failures).toBeGreaterThan(0);
}

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
      await expectExact(postgres.url, traffic);
      expect((await fetch(`${product.url}/health/ready`)).status).toBe(200);
    } finally {
      await product?.stop();
      await postgres.stop('immediate');
      removeHome(folder);
    }
  });
});
