import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { databaseUrl, dropDatabase, onCluster } from '../../../../apps/api/test/support/test-database.ts';
import { migrate } from '../../../platform/migrator.ts';
import { PostgresCampaignStatsReader } from './postgres-campaign-stats-reader.ts';
import { PostgresEventDeletions } from './postgres-event-deletions.ts';

const MIGRATIONS = 'prisma/migrations';
const CAMPAIGN = 'camp_old';
const EVER = { campaignId: CAMPAIGN, from: Date.UTC(2020, 0, 1), to: Date.UTC(2030, 0, 1) };

test('events that were stored before there were breakdowns are in them, and can be deleted', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'flightdeck-test-upgrade-'));
  const name = `flightdeck_test_upgrade_${process.pid}`;
  await onCluster(`CREATE DATABASE ${name}`);
  const pool = new pg.Pool({ connectionString: databaseUrl(name), max: 2 });
  try {
    for (const migration of await readdir(MIGRATIONS)) {
      if (migration < '20261122000200') await cp(join(MIGRATIONS, migration), join(directory, migration), { recursive: true });
    }
    await migrate(databaseUrl(name), directory);
    await pool.query(`
      INSERT INTO events_raw (id, event_id, type, campaign_id, source, creative_id, occurred_at, metadata)
      SELECT gen_random_uuid(), 'e' || n, CASE WHEN n % 5 = 0 THEN 'click' ELSE 'impression' END::event_type, '${CAMPAIGN}', 's' || n % 2, CASE WHEN n % 3 > 0 THEN 'cr_' || n % 3 END,
             timestamptz '2026-02-10T21:10:00Z' + n * interval '20 seconds', '{"cost": 0.25}' FROM generate_series(0, 59) AS n`);
    await pool.query(`
      INSERT INTO minute_stats
      SELECT campaign_id, date_trunc('minute', occurred_at, 'UTC'), 'unknown', count(*) FILTER (WHERE type = 'impression'), count(*) FILTER (WHERE type = 'click'), 0.25 * count(*) FILTER (WHERE type = 'impression')
      FROM events_raw GROUP BY 1, 2`);

    await migrate(databaseUrl(name), MIGRATIONS);
    const stats = new PostgresCampaignStatsReader(pool);
    expect(await stats.breakdowns(EVER)).toEqual({
      device: [{ value: 'unknown', impressions: 48, clicks: 12, spend: 12 }],
      source: ['s0', 's1'].map((value) => ({ value, impressions: 24, clicks: 6, spend: 6 })),
      creative: ['', 'cr_1', 'cr_2'].map((value) => ({ value, impressions: 16, clicks: 4, spend: 4 })),
    });

    const deletions = new PostgresEventDeletions(pool);
    expect(await deletions.request(CAMPAIGN, Date.now())).toMatchObject({ total: 60 });
    while ((await deletions.step(CAMPAIGN, Date.now()))?.finishedAt === null);
    expect(await stats.breakdowns(EVER)).toEqual({ device: [], source: [], creative: [] });
    expect((await pool.query('SELECT 1 FROM minute_breakdowns')).rowCount).toBe(0);
  } finally {
    await pool.end();
    await dropDatabase(name);
    await rm(directory, { recursive: true, force: true });
  }
});
