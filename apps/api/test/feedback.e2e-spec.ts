import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FeedbackGiven } from '../../../libs/outreach/domain/domain-events.ts';
import { DomainEventPublisher } from '../../../libs/kernel/domain-events.ts';
import { type Answer, expectProblem, post, send } from './support/http.ts';
import { type InsertedRecipient, insertRecipients } from './support/recipients.ts';
import { query } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

let application: TestApplication;
let told: string[] = [];

beforeAll(async () => {
  application = await startTestApplication();
  application.app.get(DomainEventPublisher).subscribe<FeedbackGiven>('FeedbackGiven', { handle: ({ event }) => void told.push(event.campaignId) });
});
afterAll(() => application.stop());

const DAY = 86_400_000;
const NOBODY = 'x'.repeat(22);
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const FORM = { ...BROWSER, 'content-type': 'application/x-www-form-urlencoded' };

const invite = async (recipient: Parameters<typeof insertRecipients>[1][number] = {}): Promise<InsertedRecipient> => (await insertRecipients(application.database.url, [recipient]))[0]!;
const open = (path: string, headers: Record<string, string> = BROWSER) => send(application.url + path, { headers });
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = FORM) =>
  send(application.url + path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
const responses = () => query<{ recipient_id: string; rating: number; comment: string; sent_at: Date | null }>(application.database.url, 'SELECT recipient_id, rating, comment, sent_at FROM responses');
const responseOf = async ({ id }: InsertedRecipient) => (await responses()).find(({ recipient_id }) => recipient_id === id);
const unsubscribed = async () => (await query<{ address: string }>(application.database.url, 'SELECT address FROM unsubscribed_addresses ORDER BY 1')).map(({ address }) => address);

/** A whole page that people can read, under the rules for all of them. */
function expectPage(answer: Answer, status: number, ...texts: (string | RegExp)[]): void {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expectSecret(answer);
  expect(answer.text).toMatch(/^<!doctype html><html lang="en">[^]*<h1>[^]+<\/h1>[^]*<\/html>$/);
  expect(answer.text).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:|https?:\/\/(?!www\.w3\.org\/2000\/svg)/i);
  expect(Buffer.byteLength(answer.text)).toBeLessThan(10 * 1024);
  for (const text of texts) expect(answer.text).toMatch(text);
}

function expectSecret({ headers }: Answer): void {
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
}

function expectSeeOther(answer: Answer, location: string): void {
  expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({ status: 303, location });
  expectSecret(answer);
}

describe('a feedback link', () => {
  test('opens a page that asks, as often as programs and people open it, and changes nothing', async () => {
    const ann = await invite({ name: 'Ann Lee', campaignId: 'camp_opened', campaignName: 'Running Shoes' });
    told = [];
    for (const accept of ['text/html', '*/*', '']) expectPage(await open(`/feedback/${ann.token}?utm_source=mail`, { accept }), 200, 'How was it, <bdi>Ann Lee</bdi>', '<bdi>Running Shoes</bdi>', 'name="rating" value="5" required');
    const head = await send(`${application.url}/feedback/${ann.token}`, { method: 'HEAD', headers: BROWSER });
    expect(head).toMatchObject({ status: 200, text: '' });
    expectSecret(head);
    expect(await responseOf(ann)).toBeUndefined();
    expect(await unsubscribed()).toEqual([]);
    expect(told).toEqual([]);
  });

  test('greets somebody without a name, too', async () => {
    const { token } = await invite({ name: '' });
    expectPage(await open(`/feedback/${token}`), 200, '<h1>How was it?</h1>');
  });

  test('takes the form of its page, and shows thanks by an address that can be loaded anew', async () => {
    const ann = await invite({ sentAt: Date.now() - DAY });
    told = [];
    expectSeeOther(await submit(`/feedback/${ann.token}`, { rating: '4', comment: ' Fine,\r\nthank you\0! ' }), ann.token);
    expect(await responseOf(ann)).toEqual({ recipient_id: ann.id, rating: 4, comment: 'Fine,\nthank you !', sent_at: new Date(ann.sentAt!) });
    expect(told).toEqual(['camp_1']);
    const thanks = await open(`/feedback/${ann.token}`);
    expectPage(thanks, 200, 'Thank you, <bdi>Ann Lee</bdi>!', 'aria-label="4 of 5 stars"');
    expect(thanks.text.match(/class="full"/g)).toHaveLength(4);
    expect(thanks.text).not.toMatch(/<form|thank you !/);
  });

  test('takes JSON, and answers in JSON', async () => {
    const ann = await invite();
    const answer = await post(`${application.url}/feedback/${ann.token}`, { rating: 5, comment: 'So good 🙂' });
    expect(answer).toMatchObject({ status: 200, body: { rating: 5, comment: 'So good 🙂' } });
    expectSecret(answer);
    const bob = await invite();
    for (const comment of [null, '\u200B \n']) expect(await post(`${application.url}/feedback/${bob.token}`, { rating: 1, comment })).toMatchObject({ status: 200, body: { rating: 1, comment: '' } });
    expect(await responseOf(bob)).toMatchObject({ rating: 1, comment: '' });
  });

  test('answered twice in the same way is answered once, and nobody is told off', async () => {
    const ann = await invite();
    const fields = { rating: '3', comment: 'Twice' };
    for (const answer of await Promise.all([1, 2, 3, 4, 5].map(() => submit(`/feedback/${ann.token}`, fields)))) expectSeeOther(answer, ann.token);
    expectSeeOther(await submit(`/feedback/${ann.token}`, { ...fields, comment: 'Twice ' }), ann.token);
    expect(await post(`${application.url}/feedback/${ann.token}`, { rating: 3, comment: 'Twice' })).toMatchObject({ status: 200 });
    expect((await responses()).filter(({ recipient_id }) => recipient_id === ann.id)).toHaveLength(1);
  });

  test('keeps the first of several answers', async () => {
    const ann = await invite();
    const answers = await Promise.all([1, 2, 3, 4, 5].map((rating) => post(`${application.url}/feedback/${ann.token}`, { rating, comment: `as number ${rating}` })));
    const [kept, ...others] = answers.sort((a, b) => a.status - b.status);
    expect(kept!.status).toBe(200);
    for (const other of others) expectProblem(other, 409, 'FEEDBACK_GIVEN_BEFORE');
    const response = await responseOf(ann);
    expect(kept!.body).toEqual({ rating: response!.rating, comment: response!.comment });
    expectPage(await submit(`/feedback/${ann.token}`, { rating: '1', comment: 'Second thoughts' }), 409, 'You have answered before', `${response!.rating} of 5 stars`);
    expectPage(await submit(`/feedback/${ann.token}`, {}), 409, 'You have answered before');
    expect(await responseOf(ann)).toEqual(response);
  });

  test('asks again for what is missing or too long, and keeps what was typed', async () => {
    const { token } = await invite();
    const unrated = await submit(`/feedback/${token}`, { comment: '\n<b>"Fine" & \'dandy\'</b>' });
    expectPage(unrated, 422, 'Please choose from one to five stars', 'aria-describedby="rating-error"', '>\n\n&lt;b&gt;&quot;Fine&quot; &amp; &#39;dandy&#39;&lt;/b&gt;</textarea>');
    expectPage(await submit(`/feedback/${token}`, { rating: '6' }), 422, 'Please choose from one to five stars');
    const long = await submit(`/feedback/${token}`, { rating: '2', comment: 'x'.repeat(2_001) });
    expectPage({ ...long, text: long.text.replace('x'.repeat(2_001), '') }, 422, 'must be at most 2,000 characters; it has 2,001', 'value="2" required checked', 'aria-invalid="true"');
    expect(long.text).toContain('x'.repeat(2_001));
    const pairs = '🙂'.repeat(2_000);
    expectSeeOther(await submit(`/feedback/${token}`, { rating: '2', comment: pairs }), token);
  });

  test.each<[unknown, Record<string, unknown>]>([
    [{}, { rating: 'is required' }],
    [{ rating: null }, { rating: 'is required' }],
    [[], { rating: 'is required' }],
    [null, { rating: 'is required' }],
    [{ rating: '5' }, { rating: 'must be a whole number from 1 to 5' }],
    [{ rating: 0 }, { rating: 'must be a whole number from 1 to 5' }],
    [{ rating: 4.5, comment: 7 }, { rating: 'must be a whole number from 1 to 5', comment: 'must be a text' }],
    [{ rating: 5, comment: 'x'.repeat(2_001) }, { comment: 'must be at most 2,000 characters; it has 2,001' }],
  ])('refuses %j, and stores nothing', async (body, errors) => {
    const ann = await invite();
    expectProblem(await post(`${application.url}/feedback/${ann.token}`, JSON.stringify(body)), 422, 'VALIDATION_FAILED', errors);
    expect(await responseOf(ann)).toBeUndefined();
  });

  test('shows names and comments as the text they are', async () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const { token } = await invite({ name: evil, campaignId: 'camp_evil', campaignName: `${evil}</title>` });
    const asked = await open(`/feedback/${token}`);
    const typed = await submit(`/feedback/${token}`, { comment: `</textarea>${evil}` });
    await submit(`/feedback/${token}`, { rating: '1' });
    for (const page of [asked, typed, await open(`/feedback/${token}`), await open(`/unsubscribe/${token}`)]) {
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.text).not.toMatch(/<script|<img/);
      expect(page.text.match(/<\/title>/g)).toHaveLength(1);
    }
    expect(typed.text.match(/<\/textarea>/g)).toHaveLength(1);
  });

  test('expires 90 days after it was sent, not before, and not while it is not sent', async () => {
    const [old, recent, unsent] = [await invite({ sentAt: Date.now() - 91 * DAY }), await invite({ sentAt: Date.now() - 89 * DAY }), await invite({ sentAt: null, status: 'sending' })];
    expectPage(await open(`/feedback/${old.token}`), 410, 'This link has expired', 'Thank you for wanting to answer');
    expectPage(await submit(`/feedback/${old.token}`, { rating: '5' }), 410, 'This link has expired');
    expectPage(await submit(`/feedback/${old.token}`, {}), 410, 'This link has expired');
    expectProblem(await post(`${application.url}/feedback/${old.token}`, { rating: 5 }), 410, 'FEEDBACK_LINK_EXPIRED');
    expect(await responseOf(old)).toBeUndefined();
    for (const { token } of [recent, unsent]) {
      expectPage(await open(`/feedback/${token}`), 200, 'How was it');
      expectSeeOther(await submit(`/feedback/${token}`, { rating: '5' }), token);
    }
    expect(await responseOf(unsent)).toMatchObject({ rating: 5, sent_at: null });
  });

  test('that has expired still shows that it was answered', async () => {
    const { token } = await invite({ sentAt: Date.now() - 91 * DAY, answer: { rating: 2, comment: 'So-so', respondedAt: Date.UTC(2026, 1, 10, 21) } });
    expectPage(await open(`/feedback/${token}`), 200, '2 of 5 stars', '10 February 2026');
    expectSeeOther(await submit(`/feedback/${token}`, { rating: '2', comment: 'So-so' }), token);
    expectPage(await submit(`/feedback/${token}`, { rating: '3', comment: 'So-so' }), 409, 'You have answered before');
  });

  test.each([NOBODY, '', 'short', `${NOBODY}x`, '%00', '%F0%9F%99%82', '..%2f..', 'test%20', encodeURIComponent("' OR 1=1 --"), 'constructor'])('that nobody has (%s) is told kindly', async (token) => {
    for (const path of [`/feedback/${token}`, `/unsubscribe/${token}`]) {
      expectPage(await open(path), 404, 'We do not know this link');
      expectPage(await submit(path, { rating: '5', confirm: '1' }), 404, 'We do not know this link');
      expectProblem(await post(application.url + path, { rating: 5 }), 404, 'FEEDBACK_LINK_UNKNOWN');
      expectProblem(await open(path, { accept: 'application/json' }), 404, 'FEEDBACK_LINK_UNKNOWN');
    }
  });

  test('of a test message shows a sample, and stores nothing', async () => {
    const before = await responses();
    expectPage(await open('/feedback/test'), 200, 'This is a sample');
    expectPage(await submit('/feedback/test', { comment: 'Hm' }), 422, 'This is a sample', 'Hm</textarea>');
    expectSeeOther(await submit('/feedback/test', { rating: '4', comment: '' }), 'test?rating=4');
    expectPage(await open('/feedback/test?rating=4'), 200, 'Thank you', 'This is a sample', '4 of 5 stars');
    expectPage(await open('/feedback/test?rating=9'), 200, 'How was it');
    expect(await post(`${application.url}/feedback/test`, { rating: 4 })).toMatchObject({ status: 200, body: { rating: 4, comment: '' } });
    expect(await responses()).toEqual(before);
  });
});

describe('at the public addresses', () => {
  test.each(['/feedback', '/feedback/a/b', '/unsubscribe', '/unsubscribe/a/b', '/feedback?x'])('there is a kind page where there is nothing: %s', async (path) => {
    expectPage(await open(path), 404, 'There is nothing here');
    expectProblem(await open(path, { accept: 'application/json' }), 404, 'NOT_FOUND');
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is answered with what they take', async (method) => {
    for (const path of [`/feedback/${NOBODY}`, `/unsubscribe/${NOBODY}`]) {
      const answer = await send(application.url + path, { method, headers: { accept: 'application/json' } });
      expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
      expect(answer.headers.get('allow')).toBe('GET, POST');
    }
  });

  test('a body that is too large, of another kind or broken is refused, to people by a page', async () => {
    const { token } = await invite();
    const path = `/feedback/${token}`;
    expectPage(await submit(path, { rating: '5', comment: 'x'.repeat(40_000) }), 413, 'That is too long', '32 KB');
    expectPage(await submit(path, { rating: '5' }, { ...BROWSER, 'content-type': 'text/plain' }), 415);
    expectProblem(await post(`${application.url}${path}`, '{"rating":'), 400, 'MALFORMED_JSON');
    expect(await responses()).not.toContainEqual(expect.objectContaining({ rating: 5, comment: expect.stringMatching(/^x/) }));
  });

  test('forms are taken nowhere else', async () => {
    for (const path of ['/events', '/events/batch', '/api/campaigns', '/api/chat/users']) expectProblem(await submit(path, { name: 'Ann' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('an unsubscribe link', () => {
  const ADDRESSES = { email: 'ann@example.com', phone: '+4930123456' };

  test('asks whom it is about, unsubscribes by its button in every campaign, and takes it back', async () => {
    const ann = await invite({ ...ADDRESSES, campaignId: 'camp_a', sentAt: Date.now() - 200 * DAY });
    await invite({ email: ADDRESSES.email, campaignId: 'camp_b' });
    const path = `/unsubscribe/${ann.token}`;
    told = [];
    for (let times = 0; times < 3; times += 1) expectPage(await open(path), 200, 'No more requests', '<bdi>ann@example.com</bdi></strong> and <strong><bdi>+4930123456</bdi>', 'name="confirm"');
    expect(await unsubscribed()).toEqual([]);
    expect(told).toEqual([]);

    for (let times = 0; times < 2; times += 1) expectSeeOther(await submit(path, { confirm: '1' }), ann.token);
    expect(await unsubscribed()).toEqual(['+4930123456', 'ann@example.com']);
    expect([...new Set(told)].sort()).toEqual(['camp_a', 'camp_b']);
    expectPage(await open(path), 200, 'You are unsubscribed', 'name="undo" value="1"');

    expectSeeOther(await submit(path, { undo: '1' }), `${ann.token}?undone=1`);
    expect(await unsubscribed()).toEqual([]);
    expectPage(await open(`${path}?undone=1`), 200, 'You are subscribed again', 'name="confirm"');
  });

  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    ['parts', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'],
    ['plain text', 'text/plain', 'List-Unsubscribe=One-Click'],
    ['nothing', undefined, undefined],
  ])('takes the one click of a mail program as %s, without a redirection', async (_, type, body) => {
    const ann = await invite(ADDRESSES);
    const answer = await send(`${application.url}/unsubscribe/${ann.token}`, { method: 'POST', headers: type === undefined ? {} : { 'content-type': type }, ...(body !== undefined && { body }) });
    expectPage(answer, 200, 'You are unsubscribed');
    expect(await unsubscribed()).toEqual(['+4930123456', 'ann@example.com']);
    await query(application.database.url, 'TRUNCATE campaigns, unsubscribed_addresses CASCADE');
  });

  test('speaks JSON, too', async () => {
    const { token, email } = await invite();
    const url = `${application.url}/unsubscribe/${token}`;
    expect(await post(url, {})).toMatchObject({ status: 200, body: { unsubscribed: true } });
    expect(await unsubscribed()).toEqual([email]);
    expect(await post(url, { undo: '1' })).toMatchObject({ status: 200, body: { unsubscribed: false } });
    expect(await unsubscribed()).toEqual([]);
  });

  test('of a test message unsubscribes nobody', async () => {
    expectPage(await open('/unsubscribe/test'), 200, 'This is a sample');
    expectSeeOther(await submit('/unsubscribe/test', { confirm: '1' }), 'test');
    expect(await unsubscribed()).toEqual([]);
  });
});

describe('what a campaign’s recipients have answered', () => {
  const at = (time: string): number => Date.parse(`2026-02-10T${time}Z`);
  let answered: InsertedRecipient[];

  beforeAll(async () => {
    const ask = (time: string, answer: InsertedRecipient['answer'], more = {}) => ({ campaignId: 'camp_asked', sentAt: at(time), answer, ...more });
    answered = await insertRecipients(application.database.url, [
      ask('10:00:00', { rating: 5, comment: 'Great', respondedAt: at('10:01:00') }, { name: 'Ann' }),
      ask('10:30:00', { rating: 2, comment: '', respondedAt: at('11:30:00.500') }, { name: 'Bob' }),
      ask('11:00:00', null),
      ask('11:00:00', null, { status: 'failed', sentAt: null }),
      ask('11:00:00', null, { status: 'queued', sentAt: null }),
    ]);
  });

  const FIGURES = {
    sent: 3,
    failed: 1,
    responses: 2,
    delivery_rate: 0.75,
    response_rate: 2 / 3,
    average_rating: 3.5,
    ratings: [0, 1, 0, 0, 1],
    average_response_seconds: 1830.25,
    median_response_seconds: 1830.25,
  };

  test('is summed up, and shown over time', async () => {
    const url = `${application.url}/api/campaigns/camp_asked/feedback`;
    expect((await send(`${url}?from=2026-02-10T10:00:00Z&to=2026-02-10T11:00:01Z&granularity=hour`)).body).toEqual({
      ...FIGURES,
      series: [
        { ts: '2026-02-10T10:00:00Z', sent: 2, responses: 1, average_rating: 5 },
        { ts: '2026-02-10T11:00:00Z', sent: 1, responses: 1, average_rating: 2 },
      ],
    });
    expect((await send(url)).body).toEqual({ ...FIGURES, series: [{ ts: '2026-02-10T00:00:00Z', sent: 3, responses: 2, average_rating: 3.5 }] });
    expect((await send(`${url}?from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z`)).body).toMatchObject({ series: [] });
    expect((await send(`${url}?from=9999-12-31T23:59:59Z&to=9999-12-31T23:59:59.999Z&granularity=hour`)).body).toMatchObject({ series: [] });
  });

  test('of nobody is nothing', async () => {
    await insertRecipients(application.database.url, [{ campaignId: 'camp_none', status: 'queued', sentAt: null }]);
    expect((await send(`${application.url}/api/campaigns/camp_none/feedback`)).body).toEqual({
      sent: 0, failed: 0, responses: 0, delivery_rate: null, response_rate: null, average_rating: null, ratings: [0, 0, 0, 0, 0], average_response_seconds: null, median_response_seconds: null, series: [],
    });
    expect((await send(`${application.url}/api/campaigns/camp_none/responses`)).body).toEqual({ items: [], next_cursor: null });
  });

  test('is listed newest first, page by page', async () => {
    const url = `${application.url}/api/campaigns/camp_asked/responses`;
    const [ann, bob] = answered;
    const items = [
      { recipient_id: bob!.id, name: 'Bob', rating: 2, comment: '', response_seconds: 3600.5, responded_at: '2026-02-10T11:30:00.500Z' },
      { recipient_id: ann!.id, name: 'Ann', rating: 5, comment: 'Great', response_seconds: 60, responded_at: '2026-02-10T10:01:00Z' },
    ];
    expect((await send(url)).body).toEqual({ items, next_cursor: null });
    const first = (await send(`${url}?limit=1`)).body as { items: unknown[]; next_cursor: string };
    expect(first).toEqual({ items: items.slice(0, 1), next_cursor: expect.any(String) });
    expect((await send(`${url}?limit=1&cursor=${first.next_cursor}`)).body).toEqual({ items: items.slice(1), next_cursor: null });
  });

  test.each([
    ['feedback?granularity=minute', { granularity: 'must be one of hour, day' }],
    ['feedback?from=2026-02-10T10:00:00Z', { to: 'is required beside from' }],
    ['feedback?from=2026-02-10T10:00:00Z&to=2026-02-10T10:00:00Z', { to: 'must be later than from' }],
    ['feedback?from=2020-02-10T10:00:00Z&to=2026-02-10T10:00:00Z&granularity=hour', { to: 'must be closer to from: at most 5,000 hours' }],
    ['responses?limit=201', { limit: 'must be a whole number from 1 to 200' }],
    ['responses?cursor=x', { cursor: 'must be the next_cursor of a page in the same order' }],
    [`responses?cursor=${Buffer.from('["responses",1,"x"]').toString('base64url')}`, { cursor: 'must be the next_cursor of a page in the same order' }],
  ])('is not asked for by %s', async (path, errors) => {
    expectProblem(await send(`${application.url}/api/campaigns/camp_asked/${path}`), 422, 'VALIDATION_FAILED', errors);
  });

  test('is not there for a campaign that is not registered', async () => {
    for (const path of ['feedback', 'responses']) expectProblem(await send(`${application.url}/api/campaigns/camp_unknown/${path}`), 404, 'CAMPAIGN_NOT_FOUND');
  });
});
