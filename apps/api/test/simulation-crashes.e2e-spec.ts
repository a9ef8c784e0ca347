import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { addressOf, startGate, throughGate } from './support/gate.ts';
import { type Product, startProduct } from './support/product.ts';
import { crash, expectExact, insertCampaign, put, query, reaches, read, sends, stop } from './support/simulations.ts';
import { startTestApplication } from './support/test-application.ts';
import { createTestDatabase } from './support/test-database.ts';

const TEN_MINUTES_WORTH = 12_000; // 20 events/s

const events = ({ sent }: { sent: { impressions: number; clicks: number } }): number => sent.impressions + sent.clicks;

/** More is stored than was written down: what a kill now leaves behind has to be found again. */
async function isAheadOfItsNotes(databaseUrl: string, campaignId: string): Promise<void> {
  await eventually(async () => {
    const [row] = await query<{ ahead: number }>(
      databaseUrl,
      `SELECT ((SELECT count(*) FROM events_raw WHERE campaign_id = $1) - next)::int AS ahead FROM simulations WHERE campaign_id = $1`,
      [campaignId],
    );
    expect(row!.ahead).toBeGreaterThan(500);
  });
}

describe('simulations of a process that is killed without a word', () => {
  let product: Product;

  beforeEach(async () => {
    product = await startProduct();
  });

  afterEach(() => product.stop());

  test("go on by themselves, and after ten minutes' worth of events everything was counted exactly once", async () => {
    const { url, database } = product;
    const id = await insertCampaign(database.url);
    await put(url, id, { rate: 2_000, ctr: 0.1, duplicate_share: 0.2 });
    let atLeast = 0;
    for (let round = 0; round < 3; round += 1) {
      atLeast = events(await sends(url, id, atLeast + 1_500));
      await isAheadOfItsNotes(database.url, id);
      await product.kill();
      await product.restart();
    }
    await sends(url, id, TEN_MINUTES_WORTH);
    const last = await stop(url, id);
    expect(last.restarts).toBe(0);
    expect(last.resent).toBeGreaterThan(0);
    await expectExact(url, database.url, last);
  });

  test('are stopped when that was wanted before, exact to the last event', async () => {
    const { url, database } = product;
    const id = await insertCampaign(database.url);
    await put(url, id, { rate: 2_000 });
    await sends(url, id, 1_000);
    await product.kill();
    await query(database.url, `UPDATE simulations SET wish = '{"stop": true}', wishes = wishes + 1 WHERE campaign_id = $1`, [id]);
    await product.restart();
    await expectExact(url, database.url, await reaches(url, id, { status: 'stopped' }));
  });

  test('end when their time was over meanwhile', async () => {
    const { url, database } = product;
    const id = await insertCampaign(database.url);
    await put(url, id, { rate: 1_000, duration_seconds: 3 });
    await sends(url, id, 500);
    await product.kill();
    await query(database.url, 'UPDATE simulations SET ends_at = now() WHERE campaign_id = $1', [id]);
    await product.restart();
    await expectExact(url, database.url, await reaches(url, id, { status: 'finished' }));
  });

  test('that is asked to stop: the next process goes on at once, and nothing had to be sent again', async () => {
    const { url, database } = product;
    const id = await insertCampaign(database.url);
    await put(url, id, { rate: 1_000, duplicate_share: 0.1 });
    const before = events(await sends(url, id, 500));
    await product.kill('SIGTERM');
    expect(product.exitCode()).toBe(0);
    expect(await query(database.url, 'SELECT owner FROM simulations WHERE campaign_id = $1', [id])).toEqual([{ owner: null }]);
    await product.restart();
    await sends(url, id, before + 500);
    const last = await stop(url, id);
    expect(last.resent).toBe(0);
    await expectExact(url, database.url, last);
  });

  test('move to the other of two processes, which also takes orders for what it does not run', async () => {
    const { database } = product;
    const other = await startTestApplication({ database });
    try {
      const id = await insertCampaign(database.url);
      await put(product.url, id, { rate: 1_000, duplicate_share: 0.1 });
      await sends(product.url, id, 200);
      expect((await put(other.url, id, { ctr: 1 })).body).toMatchObject({ status: 'running', settings: { rate: 1_000, ctr: 1 } });
      await eventually(async () => expect((await read(other.url, id)).sent.clicks).toBeGreaterThan(200));
      const { restarts } = await read(other.url, id);
      expect((await crash(other.url, id)).status).toBe(202);
      await reaches(other.url, id, { status: 'running', restarts: restarts + 1 });
      const before = events(await sends(other.url, id, 1_000));
      await product.kill();
      await sends(other.url, id, before + 3_000);
      const last = await stop(other.url, id);
      expect(last.status).toBe('stopped');
      await expectExact(other.url, database.url, last);
    } finally {
      await other.stop();
    }
  });
});

test('a database that goes away while a simulation runs: it goes on afterwards, and every event counts once', async () => {
  const database = await createTestDatabase();
  const gate = await startGate(addressOf(database.url));
  const application = await startTestApplication({ database: { ...database, url: throughGate(database.url, gate) } });
  try {
    const id = await insertCampaign(database.url);
    await put(application.url, id, { rate: 1_000, duplicate_share: 0.1 });
    let before = events(await sends(application.url, id, 300));
    for (let round = 0; round < 2; round += 1) {
      gate.loseNextAnswer();
      await gate.shut();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await gate.open();
      before = events(await sends(application.url, id, before + 500));
    }
    const last = await stop(application.url, id);
    expect(last.restarts).toBe(0);
    await expectExact(application.url, database.url, last);
  } finally {
    await application.stop();
    await gate.close();
    await database.drop();
  }
});
