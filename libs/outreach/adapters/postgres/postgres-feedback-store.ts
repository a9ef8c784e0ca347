import type { Pool } from 'pg';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { outreachUnavailable } from '../../application/errors.ts';
import type { FeedbackFigures, FeedbackPoint, FeedbackStore, Invitation, ResponseView } from '../../application/ports.ts';
import { type Answer, RATINGS } from '../../domain/feedback.ts';

const LENGTH_MS = { hour: 3_600_000, day: 86_400_000 };

interface InvitationRow {
  recipient_id: string;
  campaign_id: string;
  campaign_name: string;
  name: string;
  email: string | null;
  phone: string | null;
  sent_at: Date | null;
  unsubscribed: boolean;
  rating: number | null;
  comment: string;
  responded_at: Date;
}

interface ResponseRow {
  recipient_id: string;
  name: string;
  rating: number;
  comment: string;
  after_ms: number | null;
  responded_at: Date;
}

interface FiguresRow {
  sent: string;
  failed: string;
  responses: string;
  average_rating: number | null;
  ratings: number[];
  average_after_ms: number | null;
  median_after_ms: number | null;
}

interface PointRow {
  at: number;
  sent: number;
  responses: number;
  average_rating: number | null;
}

/** {@link FeedbackStore} in PostgreSQL. */
export class PostgresFeedbackStore implements FeedbackStore {
  /** @param pagePool what pages show is read with: it may wait, and keeps nothing else waiting */
  constructor(
    private readonly pool: Pool,
    private readonly pagePool: Pool,
  ) {}

  async findByToken(token: string): Promise<Invitation | undefined> {
    const [row] = await this.ask<InvitationRow>(this.pagePool, INVITATION, [token]);
    if (row === undefined) return undefined;
    const { recipient_id, campaign_id, campaign_name, name, email, phone, sent_at, unsubscribed, rating, comment, responded_at } = row;
    return {
      recipientId: recipient_id,
      campaignId: campaign_id,
      campaignName: campaign_name,
      name,
      email,
      phone,
      sentAt: sent_at?.getTime() ?? null,
      unsubscribed,
      answer: rating === null ? null : { rating, comment, respondedAt: responded_at.getTime() },
    };
  }

  async answer(recipientId: string, { rating, comment }: Answer): Promise<boolean> {
    return (await this.ask(this.pool, ANSWER, [recipientId, rating, comment])).length === 1;
  }

  async setUnsubscribed(recipientId: string, unsubscribed: boolean): Promise<string[]> {
    const rows = await this.ask<{ campaign_id: string }>(this.pool, unsubscribed ? UNSUBSCRIBE : SUBSCRIBE, [recipientId]);
    return rows.map(({ campaign_id }) => campaign_id);
  }

  async responses(campaignId: string, limit: number, before?: { respondedAt: number; recipientId: string }): Promise<ResponseView[]> {
    const rows = await this.ask<ResponseRow>(this.pagePool, before === undefined ? responsesWhere('true') : responsesWhere(BEFORE), [
      campaignId,
      limit,
      ...(before === undefined ? [] : [before.respondedAt, before.recipientId]),
    ]);
    return rows.map(({ recipient_id, name, rating, comment, after_ms, responded_at }) => ({
      recipientId: recipient_id,
      name,
      rating,
      comment,
      afterMs: after_ms,
      respondedAt: responded_at.getTime(),
    }));
  }

  async figures(campaignId: string): Promise<FeedbackFigures> {
    const [row] = await this.ask<FiguresRow>(this.pagePool, FIGURES, [campaignId]);
    const { sent, failed, responses, average_rating, ratings, average_after_ms, median_after_ms } = row!;
    return {
      sent: Number(sent),
      failed: Number(failed),
      responses: Number(responses),
      averageRating: average_rating,
      ratings: ratings as FeedbackFigures['ratings'],
      averageAfterMs: average_after_ms,
      medianAfterMs: median_after_ms,
    };
  }

  async series(campaignId: string, { from, to, granularity }: { from: number; to: number; granularity: 'hour' | 'day' }): Promise<FeedbackPoint[]> {
    const rows = await this.ask<PointRow>(this.pagePool, SERIES, [campaignId, from, to, LENGTH_MS[granularity]]);
    return rows.map(({ at, sent, responses, average_rating }) => ({ at, sent, responses, averageRating: average_rating }));
  }

  private async ask<Row extends object>(pool: Pool, sql: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await pool.query<Row>(sql, values)).rows;
    } catch (error) {
      // A wrong question (class 22: a value does not fit its type, 23: it breaks a constraint, 42: there is no such thing) is one the next
      // time, too: nobody is to be told to try again.
      throw /^(22|23|42)/.test(sqlState(error)) ? error : outreachUnavailable(error);
    }
  }
}

const INVITATION = `
  SELECT r.id AS recipient_id, r.campaign_id, c.name AS campaign_name, r.name, r.email, r.phone, r.sent_at,
         EXISTS (SELECT FROM unsubscribed_addresses WHERE address IN (r.email, r.phone)) AS unsubscribed,
         a.rating, a.comment, a.responded_at
  FROM recipients r JOIN campaigns c ON c.id = r.campaign_id LEFT JOIN responses a ON a.recipient_id = r.id
  WHERE r.token = $1`;

// With the lock that the reference takes anyway: somebody who is being removed is waited for, and then not there.
const ANSWER = `
  INSERT INTO responses (recipient_id, campaign_id, rating, comment, sent_at, responded_at)
  SELECT id, campaign_id, $2::smallint, $3::text, sent_at, clock_timestamp() FROM recipients WHERE id = $1::uuid FOR KEY SHARE
  ON CONFLICT (recipient_id) DO NOTHING
  RETURNING recipient_id`;

// In the order of the addresses, so that two who share both do not wait for each other in a circle.
const withAddresses = (change: string): string => `
  WITH addresses AS MATERIALIZED (
    SELECT address FROM recipients, unnest(ARRAY[email, phone]) AS address WHERE id = $1::uuid AND address IS NOT NULL ORDER BY address
  ), changed AS (${change})
  SELECT campaign_id FROM recipients JOIN addresses ON email = address UNION SELECT campaign_id FROM recipients JOIN addresses ON phone = address`;

const UNSUBSCRIBE = withAddresses('INSERT INTO unsubscribed_addresses (address, unsubscribed_at) SELECT address, clock_timestamp() FROM addresses ON CONFLICT (address) DO NOTHING');
const SUBSCRIBE = withAddresses('DELETE FROM unsubscribed_addresses u USING addresses a WHERE u.address = a.address');

/** Milliseconds from the request to the answer. Clocks of several machines may make it look as if the answer had come first. */
const AFTER_MS = `round(date_part('epoch', greatest(responded_at, a.sent_at) - a.sent_at) * 1000)`;
const BEFORE = '(a.responded_at, a.recipient_id) < (to_timestamp($3::float8 / 1000)::timestamptz(3), $4::uuid)';

const responsesWhere = (position: string): string => `
  SELECT a.recipient_id, r.name, a.rating, a.comment, ${AFTER_MS} AS after_ms, a.responded_at
  FROM responses a JOIN recipients r ON r.id = a.recipient_id
  WHERE a.campaign_id = $1 AND ${position}
  ORDER BY a.responded_at DESC, a.recipient_id DESC LIMIT $2`;

// Counted one by one: each in an index of its own, without looking at any recipient.
const FIGURES = `
  SELECT (SELECT count(*) FROM recipients WHERE campaign_id = $1 AND status = 'sent') AS sent,
         (SELECT count(*) FROM recipients WHERE campaign_id = $1 AND status = 'failed') AS failed,
         answers.*
  FROM (
    SELECT count(*) AS responses, avg(rating)::float8 AS average_rating,
           ARRAY[${RATINGS.map((rating) => `(count(*) FILTER (WHERE rating = ${rating}))::integer`).join(', ')}] AS ratings,
           avg(after_ms) AS average_after_ms, percentile_cont(0.5) WITHIN GROUP (ORDER BY after_ms) AS median_after_ms
    FROM (SELECT rating, ${AFTER_MS} AS after_ms FROM responses a WHERE campaign_id = $1) answered
  ) answers`;

/** Hours and days by their numbers since 1970: date_trunc takes three times as long. */
const place = (time: string): string => `floor(date_part('epoch', ${time}) * 1000 / $4::float8)`;
const inRange = (time: string): string => `campaign_id = $1 AND ${time} >= to_timestamp(floor($2::float8 / $4::float8) * $4::float8 / 1000) AND ${time} < to_timestamp($3::float8 / 1000)`;

const SERIES = `
  WITH parts AS (
    SELECT ${place('sent_at')} AS place, count(*) AS sent, 0 AS responses, 0 AS stars FROM recipients WHERE status = 'sent' AND ${inRange('sent_at')} GROUP BY 1
    UNION ALL
    SELECT ${place('responded_at')}, 0, count(*), sum(rating) FROM responses WHERE ${inRange('responded_at')} GROUP BY 1
  )
  SELECT place * $4::float8 AS at, sum(sent)::integer AS sent, sum(responses)::integer AS responses, (sum(stars) / nullif(sum(responses), 0))::float8 AS average_rating
  FROM parts GROUP BY place ORDER BY place`;
