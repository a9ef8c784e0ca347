import { ApiError } from '../api/client.ts';

/** Why something could not be read, in a sentence. */
export function readFailureWords(error: Error | null): string {
  if (!(error instanceof ApiError)) return 'The server does not answer. It may be starting, stopped, or out of reach from this computer.';
  return error.detail === '' ? `${error.message}. Its log has the cause.` : error.detail;
}
