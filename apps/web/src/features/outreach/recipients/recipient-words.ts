import type { Attempt, Recipient } from '../types.ts';

export const RECIPIENT_WORDS: Record<Recipient['status'], string> = { queued: 'Queued', sending: 'Sending', sent: 'Sent', failed: 'Failed' };

export const OUTCOME_WORDS: Record<Attempt['outcome'], string> = {
  sent: 'Sent',
  transient: 'Failed, may work later',
  permanent: 'Failed for good',
  lost: 'Not known: the process ended in the middle of it',
};

/** What somebody is called, who may have been imported without a name. */
export function nameOf({ name, email, phone }: Pick<Recipient, 'name' | 'email' | 'phone'>): string {
  return name || email || phone || 'this recipient';
}
