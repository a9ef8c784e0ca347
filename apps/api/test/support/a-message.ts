import type { Message } from '../../../../libs/outreach/domain/delivery.ts';

/** A message as tests need one. */
export function aMessage(different: Partial<Message> = {}): Message {
  return {
    key: 'b5f3e2c8-6d0f-4f0e-9c55-0d1f5a7b9e01.0d9a7a52-3f58-4b39-8f0e-6a3c1f2e4d02',
    to: { name: 'Ann Lee', email: 'ann@example.com', phone: '+4930123456' },
    subject: 'How was it?',
    text: 'Hello Ann,\n\nplease tell us: https://flightdeck.example.com/feedback/token',
    html: '<p>Hello Ann,</p>',
    feedbackLink: 'https://flightdeck.example.com/feedback/token',
    unsubscribeLink: 'https://flightdeck.example.com/unsubscribe/token',
    campaign: { id: 'camp_1', name: 'Spring' },
    dispatchId: 'b5f3e2c8-6d0f-4f0e-9c55-0d1f5a7b9e01',
    recipientId: '0d9a7a52-3f58-4b39-8f0e-6a3c1f2e4d02',
    attempt: 1,
    round: 0,
    ...different,
  };
}
