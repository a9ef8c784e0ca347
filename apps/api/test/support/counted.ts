import pg from 'pg';

export interface Counted {
  /** Ids of all stored events. */
  ids: Set<string>;
  /** Sum over all minutes. */
  impressions: number;
  clicks: number;
}

/** What the database holds, read past the product: the stored ids, and what the minutes add up to. */
export async function readCounted(databaseUrl: string): Promise<Counted> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const events = await client.query<{ event_id: string }>('SELECT event_id FROM events_raw');
    const sums = await client.query<{ impressions: number; clicks: number }>(
      'SELECT coalesce(sum(impressions), 0)::int AS impressions, coalesce(sum(clicks), 0)::int AS clicks FROM minute_stats',
    );
    return { ids: new Set(events.rows.map((row) => row.event_id)), ...sums.rows[0]! };
  } finally {
    await client.end();
  }
}
