import { expect, test } from '@jest/globals';
import { composeMessage } from './compose-message.ts';
import type { TemplateValues } from './ports.ts';

test('a message is made of the template, the recipient and links of their own, under a key that stays the same', () => {
  const given: TemplateValues[] = [];
  const render = (values: TemplateValues) => {
    given.push(values);
    return { subject: `Hi ${values.name}`, text: values.feedback_link, html: '<p></p>' };
  };
  const composition = {
    campaign: { id: 'camp_1', name: 'Spring' },
    recipient: { id: 'r1', name: 'Ann', email: 'ann@example.com', phone: null },
    token: 'secret',
    dispatchId: 'd1',
    attempt: 3,
    round: 1,
    publicUrl: 'https://example.com/flightdeck',
  };
  expect(composeMessage(render, composition)).toEqual({
    key: 'd1.r1',
    to: { name: 'Ann', email: 'ann@example.com', phone: null },
    subject: 'Hi Ann',
    text: 'https://example.com/flightdeck/feedback/secret',
    html: '<p></p>',
    feedbackLink: 'https://example.com/flightdeck/feedback/secret',
    unsubscribeLink: 'https://example.com/flightdeck/unsubscribe/secret',
    campaign: { id: 'camp_1', name: 'Spring' },
    dispatchId: 'd1',
    recipientId: 'r1',
    attempt: 3,
    round: 1,
  });
  expect(given[0]).toMatchObject({ phone: '', campaign: 'Spring', unsubscribe_link: 'https://example.com/flightdeck/unsubscribe/secret' });
  expect(composeMessage(render, { ...composition, attempt: 4 }).key).toBe('d1.r1');
});
