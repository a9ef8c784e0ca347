import pg from 'pg';

const CHUNK = 500_000;
const CAMPAIGNS = 10;

/** Stores rows by SQL as a month of ingest would have left them: random event ids, and the minutes they add up to. */
export async function fillDatabase(databaseUrl: string, rows: number, onProgress: (done: number) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let done = 0; done < rows; done += CHUNK) {
      await client.query(INSERT_EVENTS, [done, Math.min(CHUNK, rows - done), CAMPAIGNS]);
      onProgress(Math.min(rows, done + CHUNK));
    }
    await client.query(COUNT_MINUTES);
    await client.query('VACUUM (ANALYZE) events_raw');
    await client.query('VACUUM (ANALYZE) minute_stats');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** A day of minutes for each campaign and device, so that a read of 24 h finds 1,440 of them. */
export async function fillMinutes(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO minute_stats (campaign_id, minute, device_type, impressions, clicks, spend)
       SELECT 'camp_' || campaign, minute, device, 100, 2, 1
       FROM generate_series(0, $1::int - 1) AS campaign,
            generate_series(date_trunc('minute', now()) - interval '24 hours', now(), interval '1 minute') AS minute,
            unnest(ARRAY['mobile', 'desktop', 'tablet']) AS device
       ON CONFLICT DO NOTHING`,
      [CAMPAIGNS],
    );
    await client.query('VACUUM (ANALYZE) minute_stats');
  } finally {
    await client.end();
  }
}

// Row ids are time-ordered in the product; sequential ones have the same effect on the primary key.
const INSERT_EVENTS = `
  INSERT INTO events_raw (id, event_id, type, campaign_id, creative_id, source, occurred_at, user_id, metadata)
  SELECT lpad(to_hex(n), 32, '0')::uuid, gen_random_uuid()::text, (CASE WHEN n % 20 = 0 THEN 'click' ELSE 'impression' END)::event_type,
         'camp_' || n % $3, 'cr_456', 'web', now() - interval '30 days' + n * interval '0.25 seconds', 'u_999',
         '{"device_type":"mobile","browser":"chrome","cost":0.01}'::jsonb
  FROM generate_series($1::bigint, $1::bigint + $2 - 1) AS n`;

const COUNT_MINUTES = `
  INSERT INTO minute_stats (campaign_id, minute, device_type, impressions, clicks, spend)
  SELECT campaign_id, date_trunc('minute', occurred_at, 'UTC'), 'mobile',
         count(*) FILTER (WHERE type = 'impression'), count(*) FILTER (WHERE type = 'click'), 0.01 * count(*) FILTER (WHERE type = 'impression')
  FROM events_raw GROUP BY 1, 2, 3`;
