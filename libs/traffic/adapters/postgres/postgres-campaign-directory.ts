import type { Pool } from 'pg';
import { simulationsUnavailable } from '../../application/errors.ts';
import type { CampaignDirectory } from '../../application/ports.ts';

/** {@link CampaignDirectory} by a look at the table of campaigns. */
export class PostgresCampaignDirectory implements CampaignDirectory {
  constructor(private readonly pool: Pool) {}

  async exists(campaignId: string): Promise<boolean> {
    // No text of the database can hold a NUL, and it would refuse to compare one.
    if (campaignId.includes('\0')) return false;
    try {
      return (await this.pool.query('SELECT 1 FROM campaigns WHERE id = $1', [campaignId])).rows.length > 0;
    } catch (error) {
      throw simulationsUnavailable(error);
    }
  }
}
