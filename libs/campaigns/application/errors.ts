import { DomainError, type FieldError } from '../../kernel/domain-error.ts';

/** Every error this context can end a command or a query with. */

export function campaignNotFound(id: string): DomainError {
  return new DomainError('not-found', 'CAMPAIGN_NOT_FOUND', `There is no campaign with the id ${JSON.stringify(id)}.`);
}

export function campaignIdTaken(id: string): DomainError {
  return new DomainError('conflict', 'CAMPAIGN_ID_TAKEN', `The id ${JSON.stringify(id)} belongs to another campaign.`, {
    errors: [{ field: 'id', message: 'is taken by another campaign' }],
  });
}

/** @param changes what has changed since the version that the edit began from, a sentence for each field */
export function campaignChanged(changes: FieldError[]): DomainError {
  return new DomainError('conflict', 'CAMPAIGN_CHANGED', 'Somebody else has changed this campaign meanwhile. Nothing was saved.', { errors: changes });
}

export function campaignsUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'CAMPAIGNS_UNAVAILABLE', 'The database does not answer. Please try again.', { retryAfterSeconds: 2, cause });
}
