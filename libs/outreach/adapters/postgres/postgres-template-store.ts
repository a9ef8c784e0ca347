import pg from 'pg';
import { campaignNotFound } from '../../application/errors.ts';
import type { TemplateStore } from '../../application/ports.ts';
import type { Template } from '../../domain/dispatch.ts';
import { asking, FOREIGN_KEY_VIOLATION } from './outreach-errors.ts';

interface Row {
  subject: string;
  body: string;
  updated_at: Date;
}

/** {@link TemplateStore} in PostgreSQL. */
export class PostgresTemplateStore implements TemplateStore {
  constructor(private readonly pool: pg.Pool) {}

  find(campaignId: string): Promise<(Template & { updatedAt: number }) | undefined> {
    return asking(async () => {
      const { rows } = await this.pool.query<Row>('SELECT subject, body, updated_at FROM outreach_templates WHERE campaign_id = $1', [campaignId]);
      return rows[0] && toTemplate(rows[0]);
    });
  }

  save(campaignId: string, { subject, body }: Template): Promise<Template & { updatedAt: number }> {
    return asking(async () => {
      const { rows } = await this.pool
        .query<Row>(
          `INSERT INTO outreach_templates (campaign_id, subject, body, updated_at) VALUES ($1, $2, $3, now())
           ON CONFLICT (campaign_id) DO UPDATE SET subject = excluded.subject, body = excluded.body, updated_at = excluded.updated_at
           RETURNING subject, body, updated_at`,
          [campaignId, subject, body],
        )
        .catch((error: unknown) => {
          throw error instanceof pg.DatabaseError && error.code === FOREIGN_KEY_VIOLATION ? campaignNotFound() : error;
        });
      return toTemplate(rows[0]!);
    });
  }
}

function toTemplate({ subject, body, updated_at: updatedAt }: Row): Template & { updatedAt: number } {
  return { subject, body, updatedAt: updatedAt.getTime() };
}
