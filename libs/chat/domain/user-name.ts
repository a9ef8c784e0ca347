import { hasControls, hasSubstance, lengthOf } from '../../kernel/characters.ts';

export const MAX_USER_NAME = 40;
/** UTF-16 units, with the space around it. Normalising 100,000 combining marks takes seconds: they are not to get that far. */
const MAX_GIVEN = 1_000;

/** What Flightdeck signs its own messages with. Nobody may join under it. */
const SYSTEM_NAME = 'Flightdeck';

export interface UserName {
  /** As it is shown. */
  text: string;
  /** The same for all names that people would take for one. */
  key: string;
}

/** Characters that change the direction of what follows, or that nobody sees; without the joiners, which emoji and Persian need. */
const DECEPTIVE = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/u;
const JOINERS = /\u200C|\u200D|\uFE0E|\uFE0F/gu;

const TOO_LONG = { problem: `must be at most ${MAX_USER_NAME} characters` };

/** @returns the name without space around it, or a sentence about what is wrong with it */
export function parseUserName(given: string): { name: UserName } | { problem: string } {
  if (given.length > MAX_GIVEN) return TOO_LONG;
  const text = given.trim().replaceAll(/\s+/gu, ' ').normalize('NFC');
  if (text === '') return { problem: 'must not be empty' };
  if (lengthOf(text) > MAX_USER_NAME) return TOO_LONG;
  if (hasControls(text) || DECEPTIVE.test(text)) return { problem: 'must not contain control characters, or characters that cannot be seen' };
  if (!hasSubstance(text)) return { problem: 'must contain something that can be seen' };
  const key = keyOf(text);
  if (key === keyOf(SYSTEM_NAME)) return { problem: `must be another one: ${SYSTEM_NAME} signs its own messages with it` };
  return { name: { text, key } };
}

/** Compatibility forms and case are folded (Unicode UAX #15 and #21): "Straße" and "STRASSE" are one name, and "Ａｎｎ" is "ann". */
function keyOf(text: string): string {
  return text.normalize('NFKC').replaceAll(JOINERS, '').toUpperCase().toLowerCase().normalize('NFKC');
}
