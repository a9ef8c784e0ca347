import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { CampaignTemplate } from '../../../../libs/outreach/application/message-samples.ts';
import { type Channel, TEMPLATE_FIELDS } from '../../../../libs/outreach/application/ports.ts';
import type { DeliveryOutcome, Message } from '../../../../libs/outreach/domain/delivery.ts';
import { type ChannelName, CHANNELS, DISPATCH_LIMITS } from '../../../../libs/outreach/domain/dispatch.ts';
import { MAX_RECIPIENT_NAME } from '../../../../libs/outreach/domain/recipient.ts';

const subject = { type: 'string', minLength: 1, maxLength: DISPATCH_LIMITS.subject, description: 'One line of Liquid.', example: 'How did you like it, {{ name }}?' } as const;
const body = {
  type: 'string',
  minLength: 1,
  maxLength: DISPATCH_LIMITS.body,
  description: `Liquid without loops (docs/outreach.md). Fields: ${TEMPLATE_FIELDS.join(', ')}. Plain text: markup in it has no meaning.`,
  example: 'Hello {{ name }},\n\nplease tell us: {{ feedback_link }}',
} as const;
const nullableText = { type: ['string', 'null'] } as const;

export interface TemplateBody {
  subject: string;
  body: string;
  is_default: boolean;
  updated_at: string | null;
}

export const templateInputSchema = { type: 'object', additionalProperties: false, required: ['subject', 'body'], properties: { subject, body } } as const;

export const templateSchema = {
  type: 'object',
  required: ['subject', 'body', 'is_default', 'updated_at'],
  properties: {
    subject,
    body,
    is_default: { type: 'boolean', description: 'Nobody has saved one: it is the one that campaigns begin with.' },
    updated_at: { type: ['string', 'null'], format: 'date-time', description: 'When it was saved last.' },
  },
} as const;

export function toTemplateBody({ subject: line, body: text, updatedAt }: CampaignTemplate): TemplateBody {
  return { subject: line, body: text, is_default: updatedAt === null, updated_at: updatedAt === null ? null : formatUtcTime(updatedAt) };
}

export interface PreviewBody {
  subject: string;
  text: string;
  html: string;
  recipient: Message['to'];
}

export const previewInputSchema = {
  ...templateInputSchema,
  properties: { ...templateInputSchema.properties, recipient_id: { type: ['string', 'null'], description: 'Of the campaign; somebody who does not exist, when it is left out.' } },
} as const;

export const previewSchema = {
  type: 'object',
  required: ['subject', 'text', 'html', 'recipient'],
  properties: {
    subject: { type: 'string' },
    text: { type: 'string' },
    html: { type: 'string', description: 'A whole page, made from the text: all that the author or a recipient has written is escaped.' },
    recipient: { type: 'object', required: ['name', 'email', 'phone'], properties: { name: { type: 'string' }, email: nullableText, phone: nullableText } },
  },
} as const;

export function toPreviewBody({ subject: line, text, html, to: { name, email, phone } }: Message): PreviewBody {
  return { subject: line, text, html, recipient: { name, email, phone } };
}

export interface TestSendBody {
  status: 'sent' | 'failed';
  error: string | null;
  message: { subject: string; text: string };
}

export const testSendInputSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['channel'],
  properties: {
    channel: { type: 'string', enum: CHANNELS },
    name: { type: 'string', minLength: 1, maxLength: MAX_RECIPIENT_NAME },
    email: { type: ['string', 'null'], format: 'email', description: 'The smtp channel needs it.' },
    phone: { type: ['string', 'null'], description: 'E.164, such as +4930123456.' },
    template: { ...templateInputSchema, description: "The campaign's own, when it is left out." },
  },
} as const;

export const testSendSchema = {
  type: 'object',
  required: ['status', 'error', 'message'],
  properties: {
    status: { type: 'string', enum: ['sent', 'failed'], description: 'Of the one attempt that is made.' },
    error: { ...nullableText, description: 'What went wrong.' },
    message: { type: 'object', required: ['subject', 'text'], properties: { subject: { type: 'string' }, text: { type: 'string' } } },
  },
} as const;

export function toTestSendBody(outcome: DeliveryOutcome, message: Message): TestSendBody {
  const isSent = outcome.status === 'sent';
  return { status: isSent ? 'sent' : 'failed', error: isSent ? null : outcome.message, message: { subject: message.subject, text: message.text } };
}

export interface ChannelBody {
  channel: ChannelName;
  ready: boolean;
  missing: string | null;
}

export const channelsSchema = {
  type: 'object',
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['channel', 'ready', 'missing'],
        properties: { channel: { type: 'string', enum: CHANNELS }, ready: { type: 'boolean' }, missing: { ...nullableText, description: 'The environment variables to set.' } },
      },
    },
  },
} as const;

export function toChannelBody({ name, missing }: Channel): ChannelBody {
  return { channel: name, ready: missing === undefined, missing: missing ?? null };
}
