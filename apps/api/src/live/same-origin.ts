import type { IncomingMessage } from 'node:http';

/**
 * Refuses WebSockets that a page of another site opens: unlike other requests, browsers let it read what comes. A client
 * that is no browser names no origin.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/WebSocket_Security_Cheat_Sheet.html
 */
export function allowSameOrigin({ headers }: IncomingMessage, answer: (error: string | null, allowed: boolean) => void): void {
  const { origin, host } = headers;
  const asked = [headers['x-forwarded-host'], host].flat();
  answer(null, origin === undefined || (URL.canParse(origin) && asked.includes(new URL(origin).host)));
}
