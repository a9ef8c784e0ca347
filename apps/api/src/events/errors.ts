import { DomainError } from '../../../../libs/kernel/domain-error.ts';

/** Every way in which the edge refuses a request before it becomes a command or a query. */

export function malformedJson(): DomainError {
  return new DomainError('malformed', 'MALFORMED_JSON', 'The body is not valid JSON.');
}

export function malformedEncoding(what: 'UTF-8' | 'gzip'): DomainError {
  return new DomainError('malformed', 'MALFORMED_ENCODING', `The body is not valid ${what}.`);
}

export function malformedForm(): DomainError {
  return new DomainError('malformed', 'MALFORMED_FORM', 'The body is no form (multipart/form-data) that can be read.');
}

export function bodyTooLarge(limit: string): DomainError {
  return new DomainError('too-large', 'BODY_TOO_LARGE', `The body is larger than ${limit}.`);
}

export function unsupportedMediaType(expected: string): DomainError {
  return new DomainError('unsupported', 'UNSUPPORTED_MEDIA_TYPE', `The body must be sent as ${expected}.`);
}

export function unsupportedEncoding(): DomainError {
  return new DomainError('unsupported', 'UNSUPPORTED_ENCODING', 'The body may be sent plain or with Content-Encoding: gzip.');
}

export function tooManyBodies(): DomainError {
  return new DomainError('overloaded', 'INGEST_OVERLOADED', 'More is arriving than can be read. Please send again shortly.', { retryAfterSeconds: 1 });
}
