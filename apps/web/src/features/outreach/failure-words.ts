import { ApiError } from '../../api/client.ts';

/** Why a request failed, in a sentence for the person who asked for it. */
export function failureWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The server does not answer.';
  return error.detail === '' ? `${error.message}.` : error.detail;
}
