import type { PrismaClient } from '../../../platform/prisma/client/client.ts';
import type { Appended, NewMessage } from '../../application/ports.ts';

interface Row {
  sequence: bigint;
  text: string;
  campaign_id: string | null;
  sent_at: Date;
  is_new: boolean;
}

/**
 * Stores a message under the next number, unless it was stored before, and returns it. Counting up locks the room's one row until
 * the commit, so that numbers become visible in their order and none is left out; a sequence of PostgreSQL's would promise neither.
 * All in one statement, for the lock is held for as long as it takes.
 *
 * Two of the same at the same moment: the second waits for the lock, does not see the first, and fails at the unique index, which
 * takes its number back with it (23505). Asked again it finds the first.
 */
export async function appendMessage(prisma: PrismaClient, { user, clientId, text, campaignId }: NewMessage): Promise<Appended> {
  const userId = user?.id ?? null;
  const [row] = await prisma.$queryRaw<Row[]>`
    WITH known AS (
      SELECT sequence, text, campaign_id, sent_at FROM chat_messages
      WHERE user_id IS NOT DISTINCT FROM ${userId}::uuid AND client_id = ${clientId}
    ), next AS (
      UPDATE chat_room SET last_sequence = last_sequence + 1 WHERE NOT EXISTS (SELECT FROM known) RETURNING last_sequence
    ), stored AS (
      INSERT INTO chat_messages (sequence, user_id, client_id, text, campaign_id, sent_at)
      SELECT last_sequence, ${userId}::uuid, ${clientId}, ${text}, ${campaignId}, clock_timestamp() FROM next
      RETURNING sequence, text, campaign_id, sent_at
    )
    SELECT *, true AS is_new FROM stored UNION ALL SELECT *, false FROM known`;
  const { sequence, text: kept, campaign_id, sent_at, is_new } = row!;
  return { message: { sequence: Number(sequence), user, clientId, text: kept, campaignId: campaign_id, sentAt: sent_at.getTime() }, isNew: is_new };
}
