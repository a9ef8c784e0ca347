import type { MemberView } from '../../../../libs/chat/application/chat-roster.ts';
import type { ChatMessage } from '../../../../libs/chat/domain/chat.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';

export interface ChatUserBody {
  id: string;
  name: string;
  online: boolean;
}

export const chatUserSchema = {
  type: 'object',
  required: ['id', 'name', 'online'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', description: 'As it was first written.' },
    online: { type: 'boolean', description: 'Whether a browser of theirs, or a program, is connected and has joined.' },
  },
} as const;

export function toChatUserBody({ id, name, isOnline }: MemberView): ChatUserBody {
  return { id, name, online: isOnline };
}

export interface ChatMessageBody {
  sequence: number;
  user: { id: string; name: string } | null;
  client_id: string;
  text: string;
  campaign_id: string | null;
  sent_at: string;
}

export const chatMessageSchema = {
  type: 'object',
  required: ['sequence', 'user', 'client_id', 'text', 'campaign_id', 'sent_at'],
  properties: {
    sequence: { type: 'integer', description: 'From 1, without gaps, in the order in which the messages were stored.' },
    user: {
      type: ['object', 'null'],
      description: 'null: Flightdeck itself.',
      required: ['id', 'name'],
      properties: { id: { type: 'string', format: 'uuid' }, name: { type: 'string' } },
    },
    client_id: { type: 'string', description: 'Made by whoever sent it; a message of the same user with the same one is the same message.' },
    text: { type: 'string', description: 'Plain text: markup in it has no meaning. #camp_123 names a campaign.' },
    campaign_id: { type: ['string', 'null'], description: 'What a message of Flightdeck itself is about.' },
    sent_at: { type: 'string', format: 'date-time' },
  },
} as const;

export function toChatMessageBody({ sequence, user, clientId, text, campaignId, sentAt }: ChatMessage): ChatMessageBody {
  return { sequence, user, client_id: clientId, text, campaign_id: campaignId, sent_at: formatUtcTime(sentAt) };
}
