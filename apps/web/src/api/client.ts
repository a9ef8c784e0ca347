import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

export const api = createClient<paths>({ baseUrl: window.location.origin });

export interface FieldError {
  field: string;
  message: string;
}

/** The server answered, but not with what was asked for. Network failures stay the browser's own TypeError. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Stable, such as `CAMPAIGN_CHANGED`; empty when the answer was not the server's own, but a proxy's. */
  readonly code: string;
  /** The server's sentence for people. */
  readonly detail: string;
  readonly errors: FieldError[];

  /** @param body what came with the answer; a problem document (RFC 9457), unless something stands in between */
  constructor(response: Response, body?: unknown) {
    super(`The server answered ${response.status} ${response.statusText}`.trim());
    const problem = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; detail?: unknown; errors?: unknown };
    this.status = response.status;
    this.code = typeof problem.code === 'string' ? problem.code : '';
    this.detail = typeof problem.detail === 'string' ? problem.detail : '';
    this.errors = Array.isArray(problem.errors) ? problem.errors.filter(isFieldError) : [];
  }
}

function isFieldError(value: unknown): value is FieldError {
  const { field, message } = (value ?? {}) as Partial<FieldError>;
  return typeof field === 'string' && typeof message === 'string';
}
