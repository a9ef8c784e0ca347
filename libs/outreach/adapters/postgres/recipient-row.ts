import type { Recipient, RecipientStatus } from '../../domain/recipient.ts';

/** A row of `recipients`, without what belongs to a claim. */
export interface RecipientRow {
  id: string;
  campaign_id: string;
  name: string;
  email: string | null;
  phone: string | null;
  status: RecipientStatus;
  dispatch_id: string | null;
  attempts: number;
  attempts_left: number;
  round: number;
  last_error_code: string | null;
  last_error: string | null;
  next_attempt_at: Date | null;
  sent_at: Date | null;
  token: string;
  created_at: Date;
  updated_at: Date;
}

export function toRecipient(row: RecipientRow): Recipient {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    status: row.status,
    dispatchId: row.dispatch_id,
    attempts: row.attempts,
    attemptsLeft: row.attempts_left,
    round: row.round,
    lastErrorCode: row.last_error_code,
    lastError: row.last_error,
    nextAttemptAt: row.next_attempt_at?.getTime() ?? null,
    sentAt: row.sent_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  };
}
