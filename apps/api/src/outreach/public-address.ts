import type { FastifyReply, FastifyRequest } from 'fastify';
import { typedIn } from './feedback-params.ts';
import { FormBody } from './form-body.ts';
import { PUBLIC_HEADERS } from './page.ts';
import { problemPage } from './problem-page.ts';

const PUBLIC = /^\/(feedback|unsubscribe)(\/|\?|$)/;
const WITH_TOKEN = /((?:feedback|unsubscribe)\/)[^]*/i;

/** Whether an address is one of those that recipients come to, by links that were sent to them. */
function isPublicAddress(url: string): boolean {
  return PUBLIC.test(url);
}

/**
 * The address of a request as it may be logged. Who has the token of a link can answer and unsubscribe in somebody's name, so nothing
 * behind it is shown, however it was written: routers know an address in several spellings.
 */
export function loggableUrl({ url, routeOptions }: Pick<FastifyRequest, 'url' | 'routeOptions'>): string {
  const route = routeOptions.url ?? '';
  return isPublicAddress(route) ? route : url.replace(WITH_TOKEN, '$1…');
}

/** Whether an answer is read by people: JSON is for those who send it, or ask for it. */
export function wantsPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const { accept = '', 'content-type': type = '' } = headers;
  return accept.includes('text/html') || !/\bjson\b/i.test(accept + type);
}

/** Turns a refusal at a public address into a page, for whom that is right. */
export function problemAsPage(request: FastifyRequest, reply: FastifyReply, problem: { status: number; code: string; detail: string }): string | undefined {
  if (!isPublicAddress(request.url)) return undefined;
  reply.headers(PUBLIC_HEADERS);
  if (!wantsPage(request)) return undefined;
  const isAnswer = request.url.startsWith('/feedback/') && request.body instanceof FormBody;
  return problemPage(problem, isAnswer ? typedIn(request.body as FormBody) : undefined);
}
