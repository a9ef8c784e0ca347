import { hasControls, hasSubstance, lengthOf } from '../../kernel/characters.ts';

const MAX_MESSAGE = 4_000;
/** UTF-16 units, with the space around it: what is longer is not worth looking at. */
const MAX_GIVEN = 4 * MAX_MESSAGE;

/** @returns the text as it is kept, with plain line breaks and without space around it; undefined and a sentence when it cannot be sent */
export function parseMessageText(given: string): { text: string } | { problem: string } {
  if (given.length > MAX_GIVEN) return tooLong(lengthOf(given));
  const text = given.replaceAll(/\r\n?/g, '\n').replace(/^\s*\n/u, '').trimEnd();
  const length = lengthOf(text);
  if (length > MAX_MESSAGE) return tooLong(length);
  if (hasControls(text)) return { problem: 'must not contain control characters other than tabs and line breaks' };
  if (!hasSubstance(text)) return { problem: 'must not be empty' };
  return { text };
}

function tooLong(length: number): { problem: string } {
  return { problem: `must be at most ${MAX_MESSAGE.toLocaleString('en')} characters; it has ${length.toLocaleString('en')}` };
}
