import type { FieldError } from '../../../api/client.ts';

/** What can be named in a text. */
export const FIELDS = [
  { field: 'name', says: 'The recipient’s name' },
  { field: 'campaign', says: 'The campaign’s name' },
  { field: 'feedback_link', says: 'The address of the recipient’s own feedback page' },
  { field: 'unsubscribe_link', says: 'Where the recipient says that no more requests are wanted' },
  { field: 'email', says: 'The recipient’s e-mail address' },
  { field: 'phone', says: 'The recipient’s phone number' },
] as const;

/** Puts a field into a text in place of what is selected; at the end when nobody was in it. */
export function insertField(text: string, field: string, from: number | null, to: number | null): { value: string; caret: number } {
  const [begin, end] = [from ?? text.length, to ?? from ?? text.length];
  const named = `{{ ${field} }}`;
  return { value: text.slice(0, begin) + named + text.slice(end), caret: begin + named.length };
}

/** The server's messages at the text they are about; undefined when there are none. */
export function textErrorsOf(problems: FieldError[]): { subject?: string; body?: string } | undefined {
  if (problems.length === 0) return undefined;
  const about = (name: string) => problems.filter(({ field }) => field === name || field === `template.${name}`).map(({ message }) => message);
  const [subject, body] = [about('subject'), about('body')];
  return { ...(subject.length > 0 && { subject: subject.join('. ') }), ...(body.length > 0 && { body: body.join('. ') }) };
}
