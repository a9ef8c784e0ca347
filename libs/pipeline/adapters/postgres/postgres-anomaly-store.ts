import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import { pipelineUnavailable } from '../../application/errors.ts';
import type { AnomalyQuery, AnomalyStore, SavedAnomaly } from '../../application/ports.ts';
import type { Anomaly, AnomalyFigures, AnomalyKind } from '../../domain/anomaly.ts';
import { notSaved } from './not-saved.ts';

interface AnomalyRow extends AnomalyFigures {
  campaignId: string;
  kind: AnomalyKind;
  since: number;
  lastMinute: number;
  isOver: boolean;
  endImpressions: number | null;
  endClicks: number | null;
}

const COLUMNS = `
  campaign_id AS "campaignId", kind, date_part('epoch', since) * 1000 AS since, date_part('epoch', last_minute) * 1000 AS "lastMinute",
  is_over AS "isOver", impressions::float8, clicks::float8, expected_ctr AS "expectedCtr", low, high, expected_impressions AS "expectedImpressions",
  end_impressions::float8 AS "endImpressions", end_clicks::float8 AS "endClicks"`;

/** @param figures what is told of a minute that was not as usual, and kept of the one before otherwise */
const save = (figures: string): string => `
  INSERT INTO ctr_anomalies AS a (campaign_id, kind, since, last_minute, is_over, end_impressions, end_clicks, impressions, clicks, expected_ctr, low, high, expected_impressions)
  SELECT campaign_id, kind, to_timestamp(since), to_timestamp(last_minute), is_over, end_impressions, end_clicks, impressions, clicks, expected_ctr, low, high, expected_impressions
  FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::boolean[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::float8[], $11::float8[], $12::float8[], $13::float8[])
    AS t (campaign_id, kind, since, last_minute, is_over, end_impressions, end_clicks, impressions, clicks, expected_ctr, low, high, expected_impressions)
  ORDER BY 1, 2, 3
  ON CONFLICT (campaign_id, kind, since) DO UPDATE
  SET last_minute = excluded.last_minute, is_over = excluded.is_over, end_impressions = excluded.end_impressions, end_clicks = excluded.end_clicks${figures}
  WHERE excluded.last_minute > a.last_minute OR (excluded.last_minute = a.last_minute AND (excluded.is_over OR NOT a.is_over))
  -- Only a row that was not there before has no transaction that replaced it.
  RETURNING campaign_id AS "campaignId", kind, date_part('epoch', since) * 1000 AS since, xmax = 0 AS "isNew"`;

const FIGURES = ['impressions', 'clicks', 'expected_ctr', 'low', 'high', 'expected_impressions'].map((column) => `, ${column} = excluded.${column}`).join('');
const SAVE_ODD = save(FIGURES);
const SAVE_USUAL = save('');

export class PostgresAnomalyStore implements AnomalyStore {
  constructor(private readonly pool: Pool) {}

  async newest({ campaignId, from, to, lastsAt, limit, after }: AnomalyQuery): Promise<Anomaly[]> {
    const values: unknown[] = [];
    const place = (value: unknown): string => `$${values.push(value)}`;
    const conditions = ['TRUE'];
    if (campaignId !== undefined) conditions.push(`campaign_id = ${place(campaignId)}`);
    if (from !== undefined) conditions.push(`(NOT is_over OR last_minute >= to_timestamp(${place(from / 1000)}))`);
    if (lastsAt !== undefined) conditions.push(`NOT is_over AND last_minute >= to_timestamp(${place(lastsAt / 1000)})`);
    if (to !== undefined) conditions.push(`since < to_timestamp(${place(to / 1000)})`);
    if (after !== undefined) {
      const since = `to_timestamp(${place(after.since / 1000)})`;
      conditions.push(`since <= ${since} AND (since < ${since} OR (campaign_id, kind) > (${place(after.campaignId)} COLLATE "C", ${place(after.kind)} COLLATE "C"))`);
    }
    return this.read(`${conditions.join(' AND ')} ORDER BY since DESC, campaign_id, kind LIMIT ${place(limit)}`, values);
  }

  reachingInto(minute: number): Promise<Anomaly[]> {
    return this.read('NOT is_over OR last_minute >= to_timestamp($1)', [minute / 1000]);
  }

  async save(anomalies: readonly SavedAnomaly[]): Promise<Anomaly[]> {
    if (anomalies.length === 0) return [];
    const [odd, usual] = [anomalies.filter(({ isUsual }) => !isUsual), anomalies.filter(({ isUsual }) => isUsual)];
    try {
      if (odd.length === 0 || usual.length === 0) return await write(this.pool, odd.length === 0 ? SAVE_USUAL : SAVE_ODD, anomalies);
      // Whatever is new is told of once: nothing may be saved when that can no longer be said.
      return await inTransaction(this.pool, async (client) => [...(await write(client, SAVE_ODD, odd)), ...(await write(client, SAVE_USUAL, usual))]);
    } catch (error) {
      throw notSaved(error);
    }
  }

  private async read(condition: string, values: unknown[]): Promise<Anomaly[]> {
    try {
      return (await this.pool.query<AnomalyRow>(`SELECT ${COLUMNS} FROM ctr_anomalies WHERE ${condition}`, values)).rows.map(toAnomaly);
    } catch (error) {
      throw pipelineUnavailable(error);
    }
  }
}

async function write(client: Pool | ClientBase, text: string, anomalies: readonly Anomaly[]): Promise<Anomaly[]> {
  const column = <Value>(valueOf: (anomaly: Anomaly) => Value): Value[] => anomalies.map(valueOf);
  const values = [
    column(({ campaignId }) => campaignId),
    column(({ kind }) => kind),
    column(({ since }) => since / 1000),
    column(({ lastMinute }) => lastMinute / 1000),
    column(({ isOver }) => isOver),
    column(({ ending }) => ending?.impressions ?? null),
    column(({ ending }) => ending?.clicks ?? null),
    column(({ figures }) => figures.impressions),
    column(({ figures }) => figures.clicks),
    column(({ figures }) => figures.expectedCtr),
    column(({ figures }) => figures.low),
    column(({ figures }) => figures.high),
    column(({ figures }) => figures.expectedImpressions),
  ];
  const { rows } = await client.query<{ campaignId: string; kind: AnomalyKind; since: number; isNew: boolean }>({ text, values });
  return anomalies.filter((each) => rows.some(({ campaignId, kind, since, isNew }) => isNew && campaignId === each.campaignId && kind === each.kind && since === each.since));
}

function toAnomaly({ campaignId, kind, since, lastMinute, isOver, endImpressions, endClicks, ...figures }: AnomalyRow): Anomaly {
  const ending = endImpressions === null || endClicks === null ? undefined : { impressions: endImpressions, clicks: endClicks };
  return { campaignId, kind, since, lastMinute, isOver, figures, ending };
}
