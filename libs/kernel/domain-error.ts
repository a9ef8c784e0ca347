/** What went wrong, in terms the business knows. Only the HTTP edge turns a kind into a status. */
export type DomainErrorKind =
  | 'malformed' // cannot be read at all
  | 'invalid' // can be read, but breaks a rule
  | 'too-large'
  | 'unsupported' // a media type or encoding that is not spoken here
  | 'not-found'
  | 'gone' // was there once, and is not any more
  | 'conflict'
  | 'too-fast' // more than one client may ask for; worth trying again later
  | 'overloaded' // worth trying again soon
  | 'unavailable'; // something this needs is down; worth trying again

export interface FieldError {
  /** Path of the field, such as `occurred_at` or `metadata.cost`; empty for the whole. */
  field: string;
  message: string;
}

interface DomainErrorDetails {
  errors?: FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** An expected failure. `code` is stable: clients may branch on it, people search for it. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: DomainErrorKind;
  readonly code: string;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: DomainErrorKind, code: string, message: string, details: DomainErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.code = code;
    this.errors = details.errors;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
