export const RECIPIENT_STATUSES = ['queued', 'sending', 'sent', 'failed'] as const;
export type RecipientStatus = (typeof RECIPIENT_STATUSES)[number];

/** Somebody whom a campaign asks for feedback. Times are milliseconds since 1970. */
export interface Recipient {
  id: string;
  campaignId: string;
  name: string;
  /** Lower case. */
  email: string | null;
  /** E.164, such as +4930123456. */
  phone: string | null;
  status: RecipientStatus;
  /** The last dispatch that took this recipient up. */
  dispatchId: string | null;
  /** In that dispatch. */
  attempts: number;
  /** In this round of it. */
  attemptsLeft: number;
  /** How often it was sent again by hand: 0 for the first. */
  round: number;
  lastErrorCode: string | null;
  lastError: string | null;
  /** While queued in a dispatch: not before this time. */
  nextAttemptAt: number | null;
  sentAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export const MAX_RECIPIENT_NAME = 200;

const NEXT: Record<RecipientStatus, readonly RecipientStatus[]> = {
  // Sent, as before: a dispatch that was to ask once more has let it go.
  queued: ['sending', 'sent'],
  // Back to queued: the attempt failed and is made again later, or nobody knows what came of it.
  sending: ['sent', 'failed', 'queued'],
  // Asked once more, because no answer has come.
  sent: ['queued'],
  // Sent again by hand.
  failed: ['queued'],
};

/** Whether a recipient may go from one state to the other. */
export function mayBecome(from: RecipientStatus, to: RecipientStatus): boolean {
  return NEXT[from].includes(to);
}
