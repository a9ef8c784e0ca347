import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { allRecipients, register, upload } from './support/imports.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';
import { countRows } from './support/outreach-rows.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestPool } from './support/test-pool.ts';

interface Body {
  id: string;
  status: string;
  total: number;
  queued: number;
  sent: number;
  failed: number;
  unsubscribed: number;
  pause: { code: string; detail: string } | null;
}

interface AttemptBody {
  outcome: string;
  error_code: string | null;
  error: string | null;
}

/** Recipients reach the product under another address than these tests do. */
const PUBLIC_URL = 'https://reviews.example.com/flightdeck';
const FROM = 'Flightdeck <feedback@brand.example>';
/** Nobody has signed the certificate of the mail server. */
const TRUSTING = '?tls.rejectUnauthorized=false';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let mail: MailServer;
let product: TestApplication;
let pool: Pool;
let campaigns = 0;

beforeAll(async () => {
  mail = await startMailServer();
  product = await startTestApplication({ outreach: { smtp: { url: mail.url + TRUSTING, from: FROM }, publicUrl: PUBLIC_URL } });
  pool = createTestPool(product.database.url);
});

afterEach(() => {
  mail.mails.splice(0);
  mail.answerTo = () => undefined;
});

afterAll(async () => {
  await pool.end();
  await product.stop();
  await mail.close();
});

const url = (path: string): string => `${product.url}${path}`;
/** Where a link of a mail leads, as these tests reach it. */
const here = (link: string): string => {
  expect(link.startsWith(`${PUBLIC_URL}/`)).toBe(true);
  return url(link.slice(PUBLIC_URL.length));
};

async function campaignOf(lines: string[]): Promise<string> {
  const id = `camp_mail_${(campaigns += 1)}`;
  await register(product.url, id);
  const imported = await upload(product.url, id, `name,email,phone\n${lines.join('\n')}\n`);
  expect(imported.body).toMatchObject({ status: 'completed', added: lines.length });
  return id;
}

/** `prefix0@example.com`, `prefix1@…` */
const people = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, n) => `Person ${n},${prefix}${n}@example.com,`);

async function dispatch(campaign: string, settings: object = {}): Promise<string> {
  const answer = await post(url(`/api/campaigns/${campaign}/dispatches`), { channel: 'smtp', ...settings });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return (answer.body as Body).id;
}

const read = async (id: string): Promise<Body> => (await send(url(`/api/dispatches/${id}`))).body as Body;

async function becomes(id: string, status: string): Promise<Body> {
  const body = await eventually(async () => {
    const present = await read(id);
    expect(present.status).toBe(status);
    return present;
  });
  expect(await countRows(pool, id)).toMatchObject({ queued: body.queued, sent: body.sent, failed: body.failed });
  return body;
}

/** Waits of minutes are over now. */
const hurry = (id: string) => pool.query(`UPDATE recipients SET next_attempt_at = now() WHERE dispatch_id = $1 AND status = 'queued'`, [id]);

async function completesInAHurry(id: string): Promise<Body> {
  await eventually(async () => {
    await hurry(id);
    expect((await read(id)).status).toBe('completed');
  });
  return becomes(id, 'completed');
}

async function recipientAt(campaign: string, email: string): Promise<{ id: string; status: string; last_error: string | null; last_error_code: string | null; rating: number | null; unsubscribed: boolean }> {
  return (await allRecipients(product.url, campaign)).find((each) => each.email === email) as never;
}

const attemptsOf = async (recipient: string): Promise<AttemptBody[]> => ((await send(url(`/api/recipients/${recipient}/attempts`))).body as { items: AttemptBody[] }).items;
const mailTo = (address: string) => mail.mails.filter(({ to }) => to === address);

describe('a dispatch by e-mail', () => {
  test('brings everybody a mail of their own, whose link takes their answer', async () => {
    const campaign = await campaignOf(['"Änne <b>O\'Neil</b> & Söhne",aenne@example.com,', 'Bob,bob@example.com,', 'Cleo,,+4930123456']);
    const template = { subject: 'Dear {{ name }}: {{ campaign }}', body: 'Hello {{ name }},\n\nhow was it?\n{{ feedback_link }}' };
    const id = await dispatch(campaign, { template });
    expect(await becomes(id, 'completed')).toMatchObject({ total: 3, sent: 2, failed: 1 });
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['aenne@example.com', 'bob@example.com']);

    const [received] = mailTo('aenne@example.com');
    const { id: recipient } = await recipientAt(campaign, 'aenne@example.com');
    expect(received).toMatchObject({ from: 'feedback@brand.example', isEncrypted: true, subject: `Dear Änne <b>O'Neil</b> & Söhne: ${campaign}` });
    expect(received!.headers.get('from')).toContain('feedback@brand.example');
    expect(received!.headers.get('message-id')).toBe(`<${id}.${recipient}@brand.example>`);
    expect(received!.text).toContain("Hello Änne <b>O'Neil</b> & Söhne,\n\nhow was it?\n");
    expect(received!.html).toContain('Änne &lt;b&gt;O');
    expect(received!.html).not.toContain('<b>O');

    const link = /https:\S+\/feedback\/[\w-]+/.exec(received!.text)![0];
    expect(received!.html).toContain(`href="${link}"`);
    expect(mailTo('bob@example.com')[0]!.text).not.toContain(link);
    const page = await send(here(link), { headers: { accept: 'text/html' } });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('How was it, <bdi>Änne &lt;b&gt;')]);
    expect((await post(here(link), 'rating=4&comment=Fine', { ...FORM, accept: 'text/html' })).status).toBe(303);
    expect(await recipientAt(campaign, 'aenne@example.com')).toMatchObject({ status: 'sent', rating: 4 });
    expect(((await send(url(`/api/campaigns/${campaign}/responses`))).body as { items: object[] }).items).toMatchObject([{ recipient_id: recipient, rating: 4, comment: 'Fine' }]);

    const { items } = (await send(url(`/api/campaigns/${campaign}/recipients?status=failed`))).body as { items: object[] };
    expect(items).toMatchObject([{ name: 'Cleo', last_error_code: 'NO_EMAIL', attempts: 1 }]);
  });

  test('leaves out whoever has unsubscribed by the button of their mail program, in every campaign', async () => {
    const lines = ['Ann,ann.one@example.com,', 'Ben,ben.one@example.com,'];
    const [campaign, other] = [await campaignOf(lines), await campaignOf(lines)];
    expect(await becomes(await dispatch(campaign), 'completed')).toMatchObject({ sent: 2 });
    const { headers } = mailTo('ann.one@example.com')[0]!;
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const link = /^<([^>]+)>$/.exec(headers.get('list-unsubscribe')!)![1]!;
    expect((await send(here(link))).status).toBe(200);
    expect((await recipientAt(campaign, 'ann.one@example.com')).unsubscribed).toBe(false);
    expect((await post(here(link), 'List-Unsubscribe=One-Click', FORM)).status).toBe(200);
    expect((await recipientAt(campaign, 'ann.one@example.com')).unsubscribed).toBe(true);

    mail.mails.splice(0);
    expect(await becomes(await dispatch(campaign, { audience: 'unanswered' }), 'completed')).toMatchObject({ total: 1, sent: 1, unsubscribed: 1 });
    expect(await becomes(await dispatch(other), 'completed')).toMatchObject({ total: 1, sent: 1, unsubscribed: 1 });
    expect(mail.mails.map(({ to }) => to)).toEqual(['ben.one@example.com', 'ben.one@example.com']);
  });

  test('reaches whom the server wanted later, by itself', async () => {
    const campaign = await campaignOf(people(3, 'later'));
    let refusals = 0;
    mail.answerTo = (address) => (address.startsWith('later1') && (refusals += 1) === 1 ? 451 : undefined);
    expect(await becomes(await dispatch(campaign), 'completed')).toMatchObject({ sent: 3, failed: 0 });
    expect(await attemptsOf((await recipientAt(campaign, 'later1@example.com')).id)).toMatchObject([{ outcome: 'transient', error_code: 'SMTP_451', error: expect.stringContaining('451') }, { outcome: 'sent', error_code: null }]);
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['later0@example.com', 'later1@example.com', 'later2@example.com']);
  });

  test('gives up whom the server refuses, says why, and reaches them once it takes them', async () => {
    const campaign = await campaignOf(people(5, 'gone'));
    mail.answerTo = (address) => (/gone[13]/.test(address) ? 550 : undefined);
    const id = await dispatch(campaign);
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 3, failed: 2 });
    const gone = await recipientAt(campaign, 'gone1@example.com');
    expect(gone).toMatchObject({ status: 'failed', last_error_code: 'SMTP_550', last_error: expect.stringContaining('refused with 550') });
    expect(await attemptsOf(gone.id)).toHaveLength(1);
    expect((await send(url(`/api/campaigns/${campaign}/outreach`))).body).toMatchObject({ failures: [{ code: 'SMTP_550', count: 2 }] });

    mail.answerTo = () => undefined;
    mail.mails.splice(0);
    expect((await post(url(`/api/dispatches/${id}/retry-failed`), {})).body).toMatchObject({ status: 'processing', failed: 0 });
    expect(await becomes(id, 'completed')).toMatchObject({ total: 5, sent: 5, failed: 0 });
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['gone1@example.com', 'gone3@example.com']);
    expect(await recipientAt(campaign, 'gone1@example.com')).toMatchObject({ status: 'sent', last_error: null, last_error_code: null });
  });

  test('spends nobody on a server that is away', async () => {
    const campaign = await campaignOf(people(4, 'away'));
    const { port } = mail;
    await mail.close();
    const id = await dispatch(campaign);
    const { id: first } = await recipientAt(campaign, 'away0@example.com');
    await eventually(async () => expect(await attemptsOf(first)).toMatchObject([{ outcome: 'transient', error_code: 'SMTP_UNREACHABLE' }]));
    expect(await read(id)).toMatchObject({ status: 'processing', sent: 0, failed: 0 });
    mail = await startMailServer({ port });
    expect(await completesInAHurry(id)).toMatchObject({ sent: 4, failed: 0 });
    expect(mail.mails.map(({ to }) => to).sort()).toEqual([0, 1, 2, 3].map((n) => `away${n}@example.com`));
  });

  test('goes on after the server was gone in the middle; who may get a second mail can tell by its id', async () => {
    const campaign = await campaignOf(people(40, 'middle'));
    const { port } = mail;
    mail.dawdles = () => 30;
    const id = await dispatch(campaign);
    await eventually(() => expect(mail.mails.length).toBeGreaterThan(8));
    await mail.close();
    const before = mail.mails;
    expect(before.length).toBeLessThan(40);
    await eventually(async () => expect((await pool.query(`SELECT 1 FROM delivery_attempts WHERE dispatch_id = $1 AND error_code = 'SMTP_UNREACHABLE'`, [id])).rowCount).toBeGreaterThan(0));
    mail = await startMailServer({ port });
    expect(await completesInAHurry(id)).toMatchObject({ sent: 40, failed: 0 });
    const all = [...before, ...mail.mails];
    expect(new Set(all.map(({ to }) => to)).size).toBe(40);
    expect(new Set(all.map(({ headers }) => headers.get('message-id'))).size).toBe(40);
    // Only what was on its way when the server went: one on each connection.
    expect(all.length).toBeLessThanOrEqual(45);
  });
});

test('a server that lets nobody in pauses the dispatch, which says why, and reaches everybody after the mend', async () => {
  const user = { name: 'flightdeck', password: 'changed since' };
  const guarded = await startMailServer({ user });
  const own = await startTestApplication({ database: product.database, outreach: { smtp: { url: guarded.url.replace('//', '//flightdeck:secret@') + TRUSTING, from: FROM } } });
  // One process sends, the one that knows this server.
  await product.app.close();
  product = { ...own, stop: () => own.stop().then(() => product.database.drop()) };
  try {
    const campaign = await campaignOf(people(12, 'guarded'));
    const id = await dispatch(campaign, { pause_after_failures: 3 });
    const { pause } = await becomes(id, 'paused');
    // What was on its way at that moment ends as well.
    await eventually(async () => expect((await send(url(`/api/dispatches/${id}`))).body).toMatchObject({ status: 'paused', sent: 0, failed: 0, sending: 0, queued: 12 }));
    expect(pause).toMatchObject({ code: 'failures_in_row', detail: expect.stringMatching(/^\d+ recipients in a row could not be reached, the last one with: .*535/) });
    const { rows } = await pool.query<{ code: string }>('SELECT DISTINCT error_code AS code FROM delivery_attempts WHERE dispatch_id = $1', [id]);
    expect(rows).toEqual([{ code: 'SMTP_AUTH' }]);

    user.password = 'secret';
    expect((await post(url(`/api/dispatches/${id}/resume`), {})).body).toMatchObject({ status: 'processing', pause: null });
    expect(await completesInAHurry(id)).toMatchObject({ sent: 12, failed: 0 });
    expect(guarded.mails.map(({ user: who }) => who)).toEqual(Array.from({ length: 12 }, () => 'flightdeck'));
  } finally {
    await guarded.close();
  }
});
