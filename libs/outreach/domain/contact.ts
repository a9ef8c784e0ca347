import { hasControls, hasSubstance, lengthOf } from '../../kernel/characters.ts';
import { MAX_RECIPIENT_NAME } from './recipient.ts';

/** What is known of somebody who is to be asked; at least one address. Addresses are normalised. */
export interface Contact {
  name: string;
  /** Lower case. */
  email: string | null;
  /** E.164. */
  phone: string | null;
}

/** UTF-16 units, with the space around it: normalising a megabyte of combining marks takes seconds. */
const MAX_GIVEN = 4_000;
const TOO_LONG = { problem: `must be at most ${MAX_RECIPIENT_NAME} characters` };

/**
 * A name on one line: it goes into headers of messages.
 *
 * @returns the name without space around it, or what is wrong with it
 */
export function parseRecipientName(given: string): { name: string } | { problem: string } {
  if (given.length > MAX_GIVEN) return TOO_LONG;
  const name = given.trim().replaceAll(/\s+/gu, ' ').normalize('NFC');
  if (name === '') return { problem: 'must not be empty' };
  if (lengthOf(name) > MAX_RECIPIENT_NAME) return TOO_LONG;
  if (hasControls(name)) return { problem: 'must not contain control characters' };
  if (!hasSubstance(name)) return { problem: 'must contain something that can be seen' };
  return { name };
}

/** What somebody is called whose name nobody has told: what stands before the @, or the phone number. */
export function fallbackName({ email, phone }: Pick<Contact, 'email' | 'phone'>): string {
  return email === null ? phone! : localPart(email);
}

/** Whether the name is only what {@link fallbackName} has made of an address. */
export function lacksName({ name, email, phone }: Contact): boolean {
  return name === phone || (email !== null && name === localPart(email));
}

function localPart(email: string): string {
  return email.slice(0, email.indexOf('@'));
}

/**
 * What is known of somebody after another mention of them: what was missing is filled in, what was known stays.
 *
 * @returns undefined when nothing is new
 */
export function filledIn(known: Contact, mention: Contact): Contact | undefined {
  const name = lacksName(known) && !lacksName(mention) ? mention.name : known.name;
  const filled = { name, email: known.email ?? mention.email, phone: known.phone ?? mention.phone };
  return filled.name === known.name && filled.email === known.email && filled.phone === known.phone ? undefined : filled;
}
