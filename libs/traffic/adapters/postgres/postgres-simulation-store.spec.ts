import { describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { simulationStoreContract } from '../../application/simulation-store.contract.ts';
import { newSimulation } from '../../domain/simulation.ts';
import { presetSettings } from '../../domain/simulation-settings.ts';
import { PostgresSimulationStore } from './postgres-simulation-store.ts';

const CAMPAIGNS = `
  INSERT INTO campaigns (id, name, daily_budget, status, status_since, time_zone, version, created_at, updated_at)
  SELECT 'camp_' || n, 'Test', 1, 'active', now(), 'UTC', 1, now(), now() FROM generate_series(0, 59) AS n
  ON CONFLICT DO NOTHING`;

describe('PostgresSimulationStore', () => {
  simulationStoreContract(async () => {
    const database = await createTestDatabase();
    const pool = createTestPool(database.url);
    return {
      store: new PostgresSimulationStore(pool),
      clear: async () => {
        await pool.query(CAMPAIGNS);
        await pool.query('DELETE FROM simulations');
      },
      stop: async () => {
        await pool.end();
        await database.drop();
      },
    };
  });

  test('no run begins for a campaign that is not there, and a deleted one takes its run with it', async () => {
    const database = await createTestDatabase();
    const pool = createTestPool(database.url);
    try {
      const store = new PostgresSimulationStore(pool);
      const simulation = newSimulation('camp_0', 'run', presetSettings('steady'), Date.now());
      await expect(store.begin(simulation)).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
      await pool.query(CAMPAIGNS);
      await store.begin(simulation);
      const [claimed] = await store.claim({ owner: 'me', forMs: 60_000 });
      await pool.query('DELETE FROM campaigns');
      expect(await store.save(claimed!, { owner: 'me', forMs: 60_000 })).toBeUndefined();
    } finally {
      await pool.end();
      await database.drop();
    }
  });

  test('a database that does not answer is told as such', async () => {
    const pool = createTestPool('postgresql://nobody@127.0.0.1:1/none');
    const store = new PostgresSimulationStore(pool);
    await expect(store.find('camp_0')).rejects.toMatchObject({ code: 'SIMULATIONS_UNAVAILABLE', retryAfterSeconds: 2 });
    await expect(store.begin(newSimulation('camp_0', 'run', presetSettings('steady'), 0))).rejects.toMatchObject({ code: 'SIMULATIONS_UNAVAILABLE' });
    await pool.end();
  });
});
