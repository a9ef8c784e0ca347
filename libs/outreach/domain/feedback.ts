import { hasSubstance, lengthOf, withoutControls } from '../../kernel/characters.ts';

/** What a recipient answers. */
export interface Answer {
  /** 1…5, the best is 5. */
  rating: number;
  /** Empty when nothing was said. */
  comment: string;
}

export const RATINGS = [1, 2, 3, 4, 5] as const;

/** In characters. */
export const MAX_COMMENT = 2_000;

/** How long a link takes an answer, from when its request was sent. */
export const ANSWER_DAYS = 90;

/** 128 random bits as base64url. */
const TOKEN = /^[\w-]{22}$/;

/** What stands for a token in messages that people send to themselves: a page to look at. */
export const SAMPLE_TOKEN = 'test';

/** Whether this can be the token of a recipient at all. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** @param sentAt when the request was sent, ms since 1970; null: nobody knows that it was, so the link is good */
export function isExpired(sentAt: number | null, now: number): boolean {
  return sentAt !== null && now - sentAt > ANSWER_DAYS * 86_400_000;
}

export function isRating(value: unknown): value is number {
  return RATINGS.includes(value as (typeof RATINGS)[number]);
}

/**
 * A comment as it is kept: plain line breaks, no space around it, a space for each control character. Somebody who has copied one
 * from elsewhere cannot see it, and would not know what to take out.
 *
 * @returns a sentence when it is too long
 */
export function parseComment(given: string): { comment: string } | { problem: string } {
  const comment = withoutControls(given.replaceAll(/\r\n?/g, '\n')).trim();
  const length = lengthOf(comment);
  if (length > MAX_COMMENT) return { problem: `must be at most ${MAX_COMMENT.toLocaleString('en')} characters; it has ${length.toLocaleString('en')}` };
  return { comment: hasSubstance(comment) ? comment : '' };
}
