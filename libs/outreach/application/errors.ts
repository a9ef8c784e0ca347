import { DomainError, type FieldError } from '../../kernel/domain-error.ts';
import type { ChannelName, DispatchStatus } from '../domain/dispatch.ts';
import { ANSWER_DAYS } from '../domain/feedback.ts';

/** Every error this context can end a command or a query with. */

export function outreachUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'OUTREACH_UNAVAILABLE', 'Outreach cannot reach its database. Please try again.', { retryAfterSeconds: 2, cause });
}

export function campaignNotFound(): DomainError {
  return new DomainError('not-found', 'CAMPAIGN_NOT_FOUND', 'No campaign is registered under this id. Only a registered one has recipients.');
}

export function recipientNotFound(): DomainError {
  return new DomainError('not-found', 'RECIPIENT_NOT_FOUND', 'There is no recipient with this id. It may have been removed.');
}

/** @param field which of its addresses somebody else has */
export function recipientExists(field: 'email' | 'phone'): DomainError {
  const message = field === 'email' ? 'is the e-mail address of another recipient of this campaign' : 'is the phone number of another recipient of this campaign';
  return new DomainError('conflict', 'RECIPIENT_EXISTS', `Another recipient of this campaign has this ${field === 'email' ? 'e-mail address' : 'phone number'}.`, { errors: [{ field, message }] });
}

/** @param errors what is wrong with what was given, by field */
export function recipientInvalid(errors: FieldError[]): DomainError {
  return new DomainError('invalid', 'VALIDATION_FAILED', `Please check: ${errors.map(({ field }) => field).join(', ')}.`, { errors });
}

export function importNotFound(): DomainError {
  return new DomainError('not-found', 'IMPORT_NOT_FOUND', 'There is no import with this id.');
}

/** @param problem what is wrong with the file as a whole */
export function importUnreadable(problem: string): DomainError {
  return new DomainError('invalid', 'IMPORT_UNREADABLE', problem);
}

export function importUnderWay(): DomainError {
  return new DomainError('conflict', 'IMPORT_UNDER_WAY', 'Another file is being imported into this campaign. Please wait until it is done.');
}

export function dispatchNotFound(): DomainError {
  return new DomainError('not-found', 'DISPATCH_NOT_FOUND', 'There is no dispatch with this id.');
}

export function dispatchUnderWay(): DomainError {
  return new DomainError('conflict', 'DISPATCH_UNDER_WAY', 'This campaign has a dispatch that is not finished. Let it finish, or cancel it first.');
}

export function nobodyToSendTo(detail: string): DomainError {
  return new DomainError('conflict', 'NOBODY_TO_SEND_TO', detail);
}

export function nothingFailed(): DomainError {
  return new DomainError('conflict', 'NOTHING_FAILED', 'Nobody who failed is left to this dispatch. Whoever failed in earlier ones is sent to again from the newest dispatch of the campaign.');
}

/** @param wish what was asked of it, as in "it cannot be paused" */
export function dispatchStateConflict(status: DispatchStatus, wish: string): DomainError {
  return new DomainError('conflict', 'DISPATCH_STATE_CONFLICT', `This dispatch is ${status}; it cannot be ${wish}.`);
}

export function channelNotConfigured(channel: ChannelName, missing: string): DomainError {
  return new DomainError('invalid', 'CHANNEL_NOT_CONFIGURED', `The ${channel} channel is not set up: ${missing}.`, { errors: [{ field: 'channel', message: `needs ${missing}` }] });
}

export function templateInvalid(errors: FieldError[]): DomainError {
  return new DomainError('invalid', 'TEMPLATE_INVALID', 'The text has a mistake; nothing was saved.', { errors });
}

/** @param waitMs until one may be sent again */
export function testSendsTooFast(waitMs: number): DomainError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new DomainError('too-fast', 'TEST_SENDS_TOO_FAST', `That is more test messages than are sent at once. Please wait ${seconds} s.`, { retryAfterSeconds: seconds });
}

export function feedbackLinkUnknown(): DomainError {
  return new DomainError('not-found', 'FEEDBACK_LINK_UNKNOWN', 'This link leads to nobody. It may have been cut off on its way, or whoever it was for was removed.');
}

export function feedbackLinkExpired(): DomainError {
  return new DomainError('gone', 'FEEDBACK_LINK_EXPIRED', `Answers were taken for ${ANSWER_DAYS} days after the request was sent. That time is over, so nothing was stored.`);
}

/** @param rating of the answer that is kept */
export function feedbackGivenBefore(rating: number): DomainError {
  return new DomainError('conflict', 'FEEDBACK_GIVEN_BEFORE', `The first answer is the one we keep: ${rating} of 5 stars. Nothing was changed.`);
}
