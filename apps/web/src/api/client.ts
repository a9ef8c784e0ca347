import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

export const api = createClient<paths>({ baseUrl: window.location.origin });

/** The server answered, but not with what was asked for. Network failures stay the browser's own TypeError. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(response: Response) {
    super(`The server answered ${response.status} ${response.statusText}`.trim());
    this.status = response.status;
  }
}
