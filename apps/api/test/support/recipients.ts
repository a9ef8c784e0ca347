import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

/** A recipient as it is put into the database, past the product. Times are ms since 1970. */
export interface InsertedRecipient {
  id: string;
  campaignId: string;
  name: string;
  email: string | null;
  phone: string | null;
  status: 'queued' | 'sending' | 'sent' | 'failed';
  sentAt: number | null;
  token: string;
  answer: { rating: number; comment: string; respondedAt: number } | null;
}

/** Inserts recipients, and their campaigns where there are none. What is not given is somebody who was asked a minute ago. */
export async function insertRecipients(databaseUrl: string, all: Partial<InsertedRecipient & { campaignName: string }>[]): Promise<InsertedRecipient[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const inserted: InsertedRecipient[] = [];
    for (const { campaignName = 'Spring sale', ...given } of all) {
      const token = randomBytes(16).toString('base64url');
      const status = 'sent' as const;
      const recipient = { id: randomUUID(), campaignId: 'camp_1', name: 'Ann Lee', email: `${token.toLowerCase()}@example.com`, phone: null, status, sentAt: Date.now() - 60_000, token, answer: null, ...given };
      await client.query(
        `INSERT INTO campaigns (id, name, daily_budget, status, status_since, time_zone, version, created_at, updated_at)
         VALUES ($1, $2, 100, 'active', now(), 'UTC', 1, now(), now()) ON CONFLICT (id) DO NOTHING`,
        [recipient.campaignId, campaignName],
      );
      await client.query(
        `INSERT INTO recipients (id, campaign_id, name, email, phone, status, attempts, attempts_left, round, sent_at, token, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, 0, 0, $7, $8, now(), now())`,
        [recipient.id, recipient.campaignId, recipient.name, recipient.email, recipient.phone, recipient.status, recipient.sentAt === null ? null : new Date(recipient.sentAt), recipient.token],
      );
      if (recipient.answer !== null) {
        await client.query(
          `INSERT INTO responses (recipient_id, campaign_id, rating, comment, sent_at, responded_at)
           SELECT id, campaign_id, $2, $3, sent_at, $4 FROM recipients WHERE id = $1`,
          [recipient.id, recipient.answer.rating, recipient.answer.comment, new Date(recipient.answer.respondedAt)],
        );
      }
      inserted.push(recipient);
    }
    return inserted;
  } finally {
    await client.end();
  }
}
