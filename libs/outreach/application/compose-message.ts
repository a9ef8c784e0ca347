import type { Message } from '../domain/delivery.ts';
import type { Recipient } from '../domain/recipient.ts';
import type { TemplateEngine } from './ports.ts';

export interface Composition {
  campaign: { id: string; name: string };
  recipient: Pick<Recipient, 'id' | 'name' | 'email' | 'phone'>;
  /** What the recipient's links end with. */
  token: string;
  dispatchId: string;
  attempt: number;
  round: number;
  /** What links begin with, without a slash at the end. */
  publicUrl: string;
}

/**
 * What a recipient is sent.
 *
 * @param render a template that was compiled @throws Error when that makes a text that is too large
 */
export function composeMessage(render: ReturnType<TemplateEngine['compile']>, { campaign, recipient, token, dispatchId, attempt, round, publicUrl }: Composition): Message {
  const { id: recipientId, name, email, phone } = recipient;
  const feedbackLink = `${publicUrl}/feedback/${token}`;
  const unsubscribeLink = `${publicUrl}/unsubscribe/${token}`;
  const content = render({ name, email: email ?? '', phone: phone ?? '', campaign: campaign.name, feedback_link: feedbackLink, unsubscribe_link: unsubscribeLink });
  return { key: `${dispatchId}.${recipientId}`, to: { name, email, phone }, ...content, feedbackLink, unsubscribeLink, campaign, dispatchId, recipientId, attempt, round };
}
