import type { FieldError } from '../../../api/client.ts';
import type { RecipientWish } from '../api/save-recipient.ts';

/** What stands in the fields. */
export interface RecipientValues {
  name: string;
  email: string;
  phone: string;
}

export type RecipientErrors = Partial<Record<keyof RecipientValues, string>>;

const LABELS: Record<keyof RecipientValues, string> = { name: 'Name', email: 'E-mail', phone: 'Phone' };

/** What need not be asked of the server; whether an address is one, only it can tell. */
export function checkRecipient({ name, email, phone }: RecipientValues): RecipientErrors {
  const errors: RecipientErrors = {};
  if (name.trim() === '') errors.name = 'Name is missing';
  if (email.trim() === '' && phone.trim() === '') errors.email = 'Without an e-mail address or a phone number nobody can be reached';
  return errors;
}

/** An emptied field takes the address away. */
export function wishOf({ name, email, phone }: RecipientValues, region: string): RecipientWish {
  return { name: name.trim(), email: email.trim() || null, phone: phone.trim() || null, region };
}

/** The server's messages at the fields they belong to; undefined when one belongs to none. */
export function recipientErrorsOf(problems: FieldError[]): RecipientErrors | undefined {
  const errors: RecipientErrors = {};
  for (const { field, message } of problems) {
    if (!Object.hasOwn(LABELS, field)) return undefined;
    const known = field as keyof RecipientValues;
    errors[known] = `${LABELS[known]} ${message}`;
  }
  return problems.length === 0 ? undefined : errors;
}
