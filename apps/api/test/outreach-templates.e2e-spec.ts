import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_TEMPLATE } from '../../../libs/outreach/domain/default-template.ts';
import { eventually } from './support/eventually.ts';
import { type Answer, expectProblem, post, send } from './support/http.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';
import { type InsertedRecipient, insertRecipients } from './support/recipients.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const PUBLIC_URL = 'https://flightdeck.example.com';
const NO_FIELD = 'is not a field of this request';
const HELLO = { subject: 'Dear {{ name }}', body: 'Was {{ campaign }} good, {{ name }}?\n\n{{ feedback_link }}' };
const UNKNOWN = expect.stringMatching(/^line 1: there is no field "nmae"; there are name, email/);
const FEEDBACK = `${PUBLIC_URL}/feedback/test`;
const UNSUBSCRIBE = `${PUBLIC_URL}/unsubscribe/test`;

describe('templates, previews and test messages', () => {
  let mailServer: MailServer;
  let webhook: { url: string; bodies: { recipient: object; feedback_link: string }[]; status: number; close(): void };
  let application: TestApplication;
  let ann: InsertedRecipient;
  let elsewhere: InsertedRecipient;

  beforeAll(async () => {
    mailServer = await startMailServer({ user: { name: 'flightdeck', password: 'secret' } });
    webhook = await startWebhook();
    application = await startTestApplication({
      outreach: {
        publicUrl: PUBLIC_URL,
        smtp: { url: `smtp://flightdeck:secret@127.0.0.1:${mailServer.port}?tls.rejectUnauthorized=false`, from: 'Flightdeck <feedback@example.com>' },
        webhook: { url: webhook.url, secret: 'a secret that is long enough' },
      },
    });
    [ann, elsewhere] = (await insertRecipients(application.database.url, [
      { campaignId: 'camp_1', campaignName: 'Spring', name: 'Ann <b>Lee</b>', email: 'ann@example.com', phone: '+4930123456', status: 'queued' },
      { campaignId: 'camp_2', campaignName: 'Summer' },
    ])) as [InsertedRecipient, InsertedRecipient];
  });

  afterAll(async () => {
    await application.stop();
    await mailServer.close();
    webhook.close();
  });

  beforeEach(() => {
    mailServer.mails.length = 0;
    mailServer.answerTo = () => undefined;
    webhook.status = 200;
    webhook.bodies.length = 0;
  });

  const at = (path: string, campaign = 'camp_1') => `${application.url}/api/campaigns/${campaign}/${path}`;
  const put = (body: unknown, campaign?: string) =>
    send(at('outreach-template', campaign), { method: 'PUT', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const preview = (body: unknown, campaign?: string) => post(at('outreach-template/preview', campaign), body);
  /** As often as it takes: few are sent at once. */
  const testSend = async (body: unknown, campaign?: string): Promise<Answer> =>
    eventually(async () => {
      const answer = await post(at('test-sends', campaign), body);
      if (answer.status === 429) throw new Error('too fast');
      return answer;
    });

  test('a campaign begins with a text that works, and keeps what is saved', async () => {
    expect(await send(at('outreach-template'))).toMatchObject({ status: 200, body: { ...DEFAULT_TEMPLATE, is_default: true, updated_at: null } });
    const saved = await put(HELLO);
    expect(saved).toMatchObject({ status: 200, body: { ...HELLO, is_default: false, updated_at: expect.stringMatching(/Z$/) } });
    expect((await send(at('outreach-template'))).body).toEqual(saved.body);
    expect((await send(at('outreach-template', 'camp_2'))).body).toMatchObject({ is_default: true });
  });

  test('a text with mistakes is not saved, each is told with its field', async () => {
    await put(HELLO);
    const mistakes = { subject: 'Dear\n{{ name }}', body: '{{ nmae }}' };
    expectProblem(await put(mistakes), 422, 'TEMPLATE_INVALID', { subject: 'must be one line', body: UNKNOWN });
    expectProblem(await preview(mistakes), 422, 'TEMPLATE_INVALID', { subject: 'must be one line', body: UNKNOWN });
    expectProblem(await post(at('test-sends'), { channel: 'simulated', template: { subject: 'x', body: '{{ nmae }}' } }), 422, 'TEMPLATE_INVALID', { 'template.body': UNKNOWN });
    expectProblem(await put({ subject: '', body: 'x'.repeat(20_001) }), 422, 'TEMPLATE_INVALID', { subject: 'must not be empty', body: 'must have at most 20000 characters' });
    expectProblem(await put({ subject: 'a\0', body: '{% for i in (1..9) %}{% endfor %}' }), 422, 'TEMPLATE_INVALID', { subject: 'must not contain control characters', body: expect.stringContaining('there is no tag "for"') });
    expect((await send(at('outreach-template'))).body).toMatchObject(HELLO);
  });

  test('a text that is too large for somebody alone can be saved, and is not made for them', async () => {
    const doubling = '{% assign a = a | append: a %}'.repeat(30);
    const template = { subject: 'Hi', body: `{% if name == "Bob" %}{% assign a = "0123456789" %}${doubling}{{ a }}{% endif %}Hi` };
    expect((await preview(template)).status).toBe(200);
    expect((await testSend({ channel: 'simulated', name: 'Ann', template })).status).toBe(200);
    expectProblem(await testSend({ channel: 'simulated', name: 'Bob', template }), 422, 'TEMPLATE_INVALID', { 'template.body': expect.stringContaining('too large') });
  });

  test('what is no template is refused', async () => {
    expectProblem(await put({}), 422, 'VALIDATION_FAILED', { subject: 'is required', body: 'is required' });
    expectProblem(await put({ subject: 1, body: ['x'] }), 422, 'VALIDATION_FAILED', { subject: 'must be a text', body: 'must be a text' });
    expectProblem(await put({ ...HELLO, html: '<b>' }), 422, 'VALIDATION_FAILED', { html: NO_FIELD });
    expectProblem(await put('{'), 400, 'MALFORMED_JSON');
  });

  test('a campaign that nobody has registered has no template', async () => {
    for (const answer of [await send(at('outreach-template', 'none')), await put(HELLO, 'none'), await preview(HELLO, 'none'), await testSend({ channel: 'simulated' }, 'none'), await send(at('outreach-template', '%00'))]) {
      expectProblem(answer, 404, 'CAMPAIGN_NOT_FOUND');
    }
  });

  test('a preview shows what a recipient would get, with all that they wrote as text', async () => {
    const { status, body } = await preview({ ...HELLO, recipient_id: ann.id });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        subject: 'Dear Ann <b>Lee</b>',
        text: `Was Spring good, Ann <b>Lee</b>?\n\n${FEEDBACK}\n\nNo more messages like this: ${UNSUBSCRIBE}`,
        recipient: { name: 'Ann <b>Lee</b>', email: 'ann@example.com', phone: '+4930123456' },
      },
    });
    const { html } = body as { html: string };
    expect(html).toContain('Was Spring good, Ann &lt;b&gt;Lee&lt;/b&gt;?');
    expect(html).not.toContain('<b>');
    // The recipient's own link would answer for them.
    expect(JSON.stringify(body)).not.toContain(ann.token);
  });

  test('a preview for nobody in particular shows somebody who does not exist', async () => {
    for (const nobody of [{}, { recipient_id: null }]) {
      expect(await preview({ ...HELLO, ...nobody })).toMatchObject({ status: 200, body: { recipient: { name: expect.any(String), email: expect.stringMatching(/@example\.com$/) } } });
    }
  });

  test('a preview is for recipients of the campaign', async () => {
    for (const id of [elsewhere.id, '00000000-0000-4000-8000-000000000000', 'x', '', '\0', "'"]) expectProblem(await preview({ ...HELLO, recipient_id: id }), 404, 'RECIPIENT_NOT_FOUND');
    expectProblem(await preview({ ...HELLO, recipient_id: 1 }), 422, 'VALIDATION_FAILED', { recipient_id: 'must be the id of a recipient' });
  });

  test('a test message by the simulated channel goes nowhere, and is shown', async () => {
    await put(HELLO);
    const answer = await testSend({ channel: 'simulated', name: 'Bob' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'sent', error: null, message: { subject: 'Dear Bob', text: expect.stringContaining(`Was Spring good, Bob?\n\n${FEEDBACK}`) } } });
    const own = await testSend({ channel: 'simulated', name: 'Bob', template: { subject: 'Hi', body: '{{ email }}{{ phone }}' } });
    expect(own.body).toMatchObject({ message: { subject: 'Hi', text: expect.stringMatching(/^https:/) } });
  });

  test('a test message by e-mail arrives, with a link that stores nothing', async () => {
    await put(HELLO);
    expect((await testSend({ channel: 'smtp', name: 'Bob', email: 'Bob@example.com' })).body).toMatchObject({ status: 'sent', error: null });
    expect(mailServer.mails).toMatchObject([{ from: 'feedback@example.com', to: 'Bob@example.com', subject: 'Dear Bob', user: 'flightdeck', isEncrypted: true }]);
    expect(mailServer.mails[0]!.text).toContain(FEEDBACK);
    expect(mailServer.mails[0]!.headers.get('list-unsubscribe')).toBe(`<${UNSUBSCRIBE}>`);
    await testSend({ channel: 'smtp', name: 'Bob', email: 'bob@example.com' });
    expect(new Set(mailServer.mails.map(({ headers }) => headers.get('message-id'))).size).toBe(2);
  });

  test('a test message that fails says why', async () => {
    mailServer.answerTo = () => 550;
    expect((await testSend({ channel: 'smtp', email: 'gone@example.com' })).body).toMatchObject({ status: 'failed', error: '550 refused with 550', message: { subject: expect.any(String) } });
    expect((await testSend({ channel: 'smtp' })).body).toMatchObject({ status: 'failed', error: expect.stringContaining('no e-mail address') });
    webhook.status = 503;
    expect((await testSend({ channel: 'webhook', phone: '+4930123456' })).body).toMatchObject({ status: 'failed', error: 'HTTP 503: taken' });
  });

  test('a test message by webhook is handed over', async () => {
    expect((await testSend({ channel: 'webhook', name: 'Bob', phone: '+4930123456' })).body).toMatchObject({ status: 'sent', error: null });
    expect(webhook.bodies).toMatchObject([{ recipient: { name: 'Bob', email: null, phone: '+4930123456' }, feedback_link: FEEDBACK }]);
  });

  test('a test message that cannot be one is refused', async () => {
    const refused = (body: unknown, errors: Record<string, unknown>) => async () => expectProblem(await post(at('test-sends'), body), 422, 'VALIDATION_FAILED', errors);
    await refused({}, { channel: 'is required' })();
    await refused({ channel: 'fax', name: '', email: 'x', phone: '030 123', template: 'Hi' }, {
      channel: 'must be one of simulated, smtp, webhook',
      name: 'must be a text of 1 to 200 characters',
      email: 'must be an e-mail address',
      phone: 'must be a phone number with its country code, such as +4930123456',
      template: 'must be an object with subject and body',
    })();
    await refused({ channel: 'smtp', template: { subject: 'Hi', text: 'x' } }, { 'template.text': NO_FIELD, 'template.body': 'is required' })();
    await refused({ channel: 'smtp', email: 'a@example.com\r\nBcc: b@example.com' }, { email: 'must be an e-mail address' })();
    await refused({ channel: 'smtp', to: 'x' }, { to: NO_FIELD })();
  });

  test('few test messages are sent at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(at('test-sends'), { channel: 'simulated' })));
    const slowed = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length + slowed.length).toBe(12);
    expect(slowed.length).toBeGreaterThan(0);
    expectProblem(slowed[0]!, 429, 'TEST_SENDS_TOO_FAST');
    expect(Number(slowed[0]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  test('says which channels can be used', async () => {
    expect((await send(`${application.url}/api/outreach-channels`)).body).toEqual({ items: ['simulated', 'smtp', 'webhook'].map((channel) => ({ channel, ready: true, missing: null })) });
    const bare = await startTestApplication();
    try {
      await insertRecipients(bare.database.url, [{}]);
      expect((await send(`${bare.url}/api/outreach-channels`)).body).toEqual({
        items: [
          { channel: 'simulated', ready: true, missing: null },
          { channel: 'smtp', ready: false, missing: 'SMTP_URL and SMTP_FROM' },
          { channel: 'webhook', ready: false, missing: 'WEBHOOK_URL and WEBHOOK_SECRET' },
        ],
      });
      const answer = await post(`${bare.url}/api/campaigns/camp_1/test-sends`, { channel: 'smtp', email: 'bob@example.com' });
      expectProblem(answer, 422, 'CHANNEL_NOT_CONFIGURED', { channel: 'needs SMTP_URL and SMTP_FROM' });
    } finally {
      await bare.stop();
    }
  });

  test('any body is taken or refused with a reason', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\uD800', 'Hi {{ name }}', '{{', '{% if %}', '{% assign x = (1..99999999) %}{{ x }}', '{{ "x" | append }}', '{{ name | slice: -5, 1e9 }}', '{{ name | truncate: "a" }}', '{{ name | split | last }}', '{{ 1 | size | first }}', 'x'.repeat(25_000)));
    const value = fc.oneof({ weight: 4, arbitrary: text }, fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }));
    const template = fc.record({ subject: value, body: value }, { requiredKeys: [] });
    const cases: [string, string, fc.Arbitrary<object>][] = [
      ['PUT', 'outreach-template', template],
      ['POST', 'outreach-template/preview', fc.record({ subject: value, body: value, recipient_id: value, constructor: value }, { requiredKeys: ['subject', 'body'] })],
      ['POST', 'test-sends', fc.record({ channel: fc.constantFrom('simulated', 'x', null), name: value, email: value, phone: value, template: fc.oneof(template, value) }, { requiredKeys: ['channel'] })],
    ];
    for (const [method, path, body] of cases) {
      await fc.assert(
        fc.asyncProperty(body, async (sent) => {
          const { status, body: answered, text: whole } = await send(at(path), { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) });
          expect({ status, whole, isExpected: [200, 404, 422, 429].includes(status) }).toMatchObject({ isExpected: true });
          if (status === 422) expect((answered as { errors: unknown[] }).errors.length).toBeGreaterThan(0);
        }),
        { numRuns: 150 },
      );
    }
  });
});

/** Takes everything, with the status it is told. */
async function startWebhook() {
  const webhook = { url: '', status: 200, bodies: [] as { recipient: object; feedback_link: string }[], close: () => void server.close() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      webhook.bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof webhook.bodies)[number]);
      response.writeHead(webhook.status).end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return webhook;
}
