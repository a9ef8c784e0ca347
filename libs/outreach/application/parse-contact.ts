import type { FieldError } from '../../kernel/domain-error.ts';
import { type Contact, fallbackName, parseRecipientName } from '../domain/contact.ts';
import { normaliseEmail } from '../domain/email-address.ts';
import type { PhoneNumbers } from './ports.ts';

/** As somebody has typed it. Null or only space: there is none. */
export interface GivenContact {
  name?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
}

interface Rules {
  /** ISO 3166 code of where phone numbers without country code belong; undefined: all have one. */
  region: string | undefined;
  phones: PhoneNumbers;
  /** Whether somebody without a name is called by an address: see {@link fallbackName}. */
  mayLackName: boolean;
}

/** @returns the contact with its addresses normalised, or all that is wrong with it, by field */
export function parseContact(given: GivenContact, { region, phones, mayLackName }: Rules): { contact: Contact } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const email = given.email?.trim() ? normaliseEmail(given.email) : null;
  if (email === undefined) errors.push({ field: 'email', message: 'must be an e-mail address, such as ann@example.com' });
  const phone = given.phone?.trim() ? phones.normalise(given.phone, region) : null;
  if (phone === undefined) errors.push({ field: 'phone', message: `must be a phone number ${region === undefined ? '' : `as one dials it in ${region}, or `}with its country code, such as +49 30 123456` });
  if (email === null && phone === null) errors.push({ field: 'email', message: 'is needed, or a phone number' });
  const isNamed = Boolean(given.name?.trim());
  const parsed = mayLackName && !isNamed ? undefined : parseRecipientName(given.name ?? '');
  if (parsed !== undefined && 'problem' in parsed) errors.push({ field: 'name', message: parsed.problem });
  if (errors.length > 0 || email === undefined || phone === undefined) return { errors };
  return { contact: { name: parsed !== undefined && 'name' in parsed ? parsed.name : fallbackName({ email, phone }), email, phone } };
}
