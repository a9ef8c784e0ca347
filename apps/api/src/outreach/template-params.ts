import { Allow, isEmail } from 'class-validator';
import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import type { Message } from '../../../../libs/outreach/domain/delivery.ts';
import { type ChannelName, CHANNELS, type Template } from '../../../../libs/outreach/domain/dispatch.ts';
import { MAX_RECIPIENT_NAME } from '../../../../libs/outreach/domain/recipient.ts';
import { isShortText, isStorableText } from '../events/storable-json.ts';
import { invalidFields } from '../validation.ts';

/** Bodies in which anything may stand; the functions below say what is wrong with it. What a text must be like is for the template engine to say. */
export class TemplateInput {
  @Allow() subject: unknown;
  @Allow() body: unknown;
}

export class PreviewInput extends TemplateInput {
  @Allow() recipient_id: unknown;
}

export class TestSendInput {
  @Allow() channel: unknown;
  @Allow() name: unknown;
  @Allow() email: unknown;
  @Allow() phone: unknown;
  @Allow() template: unknown;
}

/** Whoever tries a channel, unless another name is given. */
const TESTER = 'Test recipient';
const E164 = /^\+[1-9]\d{6,14}$/;

/** @throws DomainError `VALIDATION_FAILED` */
export function readTemplate(input: TemplateInput): Template {
  const errors: FieldError[] = [];
  const template = templateOf(input, '', errors);
  if (template === undefined) throw invalidFields(errors);
  return template;
}

/** @returns undefined when none is given @throws DomainError `VALIDATION_FAILED` */
export function readRecipientId({ recipient_id: id }: PreviewInput): string | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id !== 'string') throw invalidFields([{ field: 'recipient_id', message: 'must be the id of a recipient' }]);
  return id;
}

/** @throws DomainError `VALIDATION_FAILED` */
export function readTestSend(input: TestSendInput): { channel: ChannelName; contact: Message['to']; template: Template | undefined } {
  const errors: FieldError[] = [];
  const channel = CHANNELS.find((name) => name === input.channel);
  if (channel === undefined) errors.push({ field: 'channel', message: input.channel === undefined ? 'is required' : `must be one of ${CHANNELS.join(', ')}` });
  const { name = TESTER, email = null, phone = null } = input;
  if (!isShortText(name, MAX_RECIPIENT_NAME)) errors.push({ field: 'name', message: `must be a text of 1 to ${MAX_RECIPIENT_NAME} characters` });
  if (email !== null && !(typeof email === 'string' && isStorableText(email) && isEmail(email))) errors.push({ field: 'email', message: 'must be an e-mail address' });
  if (phone !== null && !(typeof phone === 'string' && E164.test(phone))) errors.push({ field: 'phone', message: 'must be a phone number with its country code, such as +4930123456' });
  const template = input.template === undefined ? undefined : readNested(input.template, errors);
  if (errors.length > 0) throw invalidFields(errors);
  return { channel: channel!, contact: { name: name as string, email: email as string | null, phone: phone as string | null }, template };
}

function readNested(value: unknown, errors: FieldError[]): Template | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    errors.push({ field: 'template', message: 'must be an object with subject and body' });
    return undefined;
  }
  const strange = Object.keys(value).find((name) => name !== 'subject' && name !== 'body');
  if (strange !== undefined) errors.push({ field: `template.${strange}`, message: 'is not a field of this request' });
  return templateOf(value as TemplateInput, 'template.', errors);
}

function templateOf({ subject, body }: TemplateInput, prefix: string, errors: FieldError[]): Template | undefined {
  for (const [field, text] of Object.entries({ subject, body })) {
    if (typeof text !== 'string') errors.push({ field: prefix + field, message: text === undefined ? 'is required' : 'must be a text' });
  }
  return typeof subject === 'string' && typeof body === 'string' ? { subject, body } : undefined;
}
