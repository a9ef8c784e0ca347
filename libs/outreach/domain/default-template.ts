import type { Template } from './dispatch.ts';

/** What a campaign's requests say until somebody writes something better. */
export const DEFAULT_TEMPLATE: Template = {
  subject: 'How did you like it, {{ name }}?',
  body: `Hello {{ name }},

thank you for your interest in {{ campaign }}. We would love to hear what you think. It takes less than a minute:

{{ feedback_link }}

Thank you!`,
};
