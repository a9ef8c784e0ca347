import { hasControls, hasSubstance, lengthOf } from './characters.ts';

const MAX_MESSAGE = 4_000;

/** @returns the text as it is kept, with plain line breaks and without space around it; undefined and a sentence when it cannot be sent */
export function parseMessageText(given: string): { text: string } | { problem: string } {
  const text = given.replaceAll(/\r\n?/g, '\n').replace(/^\s*\n/u, '').trimEnd();
  const length = lengthOf(text);
  if (length > MAX_MESSAGE) return { problem: `must be at most ${MAX_MESSAGE.toLocaleString('en')} characters; it has ${length.toLocaleString('en')}` };
  if (hasControls(text)) return { problem: 'must not contain control characters other than tabs and line breaks' };
  if (!hasSubstance(text)) return { problem: 'must not be empty' };
  return { text };
}
