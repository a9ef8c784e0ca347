import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aMessage } from '../../../../apps/api/test/support/a-message.ts';
import { type MailServer, startMailServer } from '../../../../apps/api/test/support/mail-server.ts';
import { startGate } from '../../../../apps/api/test/support/gate.ts';
import type { Message } from '../../domain/delivery.ts';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { SmtpChannel } from './smtp-channel.ts';

const FROM = 'Flightdeck <feedback@flightdeck.example.com>';
const LAX = '?tls.rejectUnauthorized=false';

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function aServer(settings?: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(settings);
  open.push(() => server.close());
  return server;
}

function aChannel(url: string, { from = FROM, deliveryMs }: { from?: string; deliveryMs?: number } = {}): SmtpChannel {
  const channel = new SmtpChannel({ smtp: { url, from }, ...(deliveryMs !== undefined && { deliveryMs }) });
  open.push(() => channel.close());
  return channel;
}

const to = (email: string | null, name = 'Ann Lee', different: Partial<Message> = {}) => aMessage({ to: { name, email, phone: null }, ...different });
const withCredentials = (url: string, user: string, password: string) => url.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`);

describe('SmtpChannel', () => {
  test('a mail arrives with its texts, and with all that mail programs need to know', async () => {
    const server = await aServer();
    const message = to('ann@example.com', 'Ann Lee', {
      subject: 'Wie war es, Ännchen? 🙂',
      text: 'Hallo Ännchen,\n\n.a line that begins with a dot\nhttps://flightdeck.example.com/feedback/token',
      html: `<p>Hallo Ännchen,</p>\n<p>${'x'.repeat(2_000)} = 3D</p>`,
    });
    expect(await aChannel(server.url + LAX).deliver(message)).toEqual({ status: 'sent' });
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'feedback@flightdeck.example.com', to: 'ann@example.com', subject: message.subject, text: message.text, html: message.html });
    expect(Object.fromEntries(mail!.headers)).toMatchObject({
      'from': FROM,
      'to': 'Ann Lee <ann@example.com>',
      'message-id': `<${message.key}@flightdeck.example.com>`,
      'list-unsubscribe': `<${message.unsubscribeLink}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
      'x-flightdeck-delivery': message.key,
      'mime-version': '1.0',
    });
    expect(mail!.headers.get('content-type')).toMatch(/^multipart\/alternative;/);
    // The recipient's mail program loads nothing.
    expect(mail!.raw).not.toMatch(/<img|src=/i);
  });

  test('each attempt has the same Message-ID, which another recipient has not', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    for (const message of [aMessage({ attempt: 1 }), aMessage({ attempt: 2 }), aMessage({ key: 'other.one' })]) await channel.deliver(message);
    const ids = server.mails.map(({ headers }) => headers.get('message-id'));
    expect(ids).toEqual([ids[0], ids[0], '<other.one@flightdeck.example.com>']);
  });

  test('whatever a name or a subject is made of, it adds no header and no recipient', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    const nasty = fc.constantFrom('\r\nBcc: all@example.com', '\n\nbody', '"', '\\', '<x@example.com>', ',', ';', 'ä', '🙂', '=?UTF-8?Q?x?=', '\u2028', ':', '(', ')', '@', '\0');
    const text = fc.array(fc.oneof(nasty, fc.string({ maxLength: 6 })), { maxLength: 8 }).map((all) => all.join(''));
    const names = ['auto-submitted', 'content-type', 'date', 'from', 'list-unsubscribe', 'list-unsubscribe-post', 'message-id', 'mime-version', 'subject', 'to', 'x-flightdeck-delivery'];
    await fc.assert(
      fc.asyncProperty(text, text, async (name, subject) => {
        server.mails.length = 0;
        expect(await channel.deliver(to('ann@example.com', name, { subject }))).toEqual({ status: 'sent' });
        const [mail] = server.mails;
        expect(server.mails.map((each) => each.to)).toEqual(['ann@example.com']);
        // Of an empty subject there is no header.
        expect([...mail!.headers.keys(), 'subject'].filter((each, place, all) => all.indexOf(each) === place).sort()).toEqual(names);
        expect(mail!.headers.get('to')).toMatch(/<ann@example\.com>$|^ann@example\.com$/);
        expect(mail!.text).toBe(aMessage().text);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['an umlaut', 'Jörg Müller', '=?UTF-8?Q?J=C3=B6rg_M=C3=BCller?= <ann@example.com>', 'Jörg Müller <ann@example.com>'],
    ['quotes', 'Ann "The Boss" Lee', '"Ann \\"The Boss\\" Lee" <ann@example.com>', '"Ann \\"The Boss\\" Lee" <ann@example.com>'],
    ['a comma', 'Lee, Ann', '"Lee, Ann" <ann@example.com>', '"Lee, Ann" <ann@example.com>'],
  ])('a name with %s is shown as it is', async (_, name, written, read) => {
    const server = await aServer();
    await aChannel(server.url + LAX).deliver(to('ann@example.com', name));
    expect(server.mails[0]!.raw).toContain(`To: ${written}\r\n`);
    expect(server.mails[0]!.headers.get('to')).toBe(read);
  });

  test('a recipient without an e-mail address fails for good, and nobody is asked', async () => {
    const server = await aServer();
    expect(await aChannel(server.url + LAX).deliver(to(null))).toEqual({ status: 'permanent', code: 'NO_EMAIL', message: expect.any(String) });
    expect(server.connections()).toBe(0);
  });

  test.each([421, 450, 451, 452, 454])('%i to a recipient is transient, and the next attempt succeeds', async (code) => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    server.answerTo = () => code;
    expect(await channel.deliver(to('ann@example.com'))).toEqual({ status: 'transient', code: `SMTP_${code}`, message: expect.stringContaining(`refused with ${code}`) });
    server.answerTo = () => undefined;
    expect(await channel.deliver(to('ann@example.com'))).toEqual({ status: 'sent' });
    expect(server.mails).toHaveLength(1);
  });

  test.each([550, 551, 552, 553, 554])('%i to a recipient is permanent, with what the server has said', async (code) => {
    const server = await aServer();
    server.answerTo = (address) => (address === 'gone@example.com' ? code : undefined);
    const channel = aChannel(server.url + LAX);
    expect(await channel.deliver(to('gone@example.com'))).toEqual({ status: 'permanent', code: `SMTP_${code}`, message: `${code} refused with ${code}` });
    expect(await channel.deliver(to('ann@example.com'))).toEqual({ status: 'sent' });
  });

  test('an answer to the message counts as one to the recipient', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    server.answerToData = () => 554;
    expect(await channel.deliver(to('ann@example.com'))).toMatchObject({ status: 'permanent', code: 'SMTP_554' });
    server.answerToData = () => 452;
    expect(await channel.deliver(to('ann@example.com'))).toMatchObject({ status: 'transient', code: 'SMTP_452' });
  });

  test('that we are refused is not what the recipient fails for', async () => {
    const server = await aServer();
    server.answerToSender = () => 550;
    expect(await aChannel(server.url + LAX).deliver(to('ann@example.com'))).toMatchObject({ status: 'transient', code: 'SMTP_SENDER', message: expect.stringContaining('550') });
    server.answerToSender = () => 530;
    expect(await aChannel(server.url + LAX).deliver(to('ann@example.com'))).toMatchObject({ status: 'transient', code: 'SMTP_AUTH' });
    server.answerToSender = () => undefined;
    server.answerToConnection = () => 554;
    expect(await aChannel(server.url + LAX).deliver(to('ann@example.com'))).toMatchObject({ status: 'transient', code: 'SMTP_UNREACHABLE', message: expect.stringContaining('554') });
  });

  test('an address that cannot be one is refused before it is sent', async () => {
    const server = await aServer();
    expect(await aChannel(server.url + LAX).deliver(to('ann@exa<mple.com'))).toMatchObject({ status: 'permanent' });
    expect(server.mails).toEqual([]);
  });

  test('nobody listens: transient', async () => {
    const server = await startMailServer();
    await server.close();
    expect(await aChannel(server.url).deliver(aMessage())).toEqual({ status: 'transient', code: 'SMTP_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('the server is gone in the middle of the message: transient, and it arrives once when the server is back', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    let hangUps = 2;
    server.hangsUpInData = () => (hangUps -= 1) >= 0;
    expect(await channel.deliver(aMessage())).toMatchObject({ status: 'transient', code: 'SMTP_UNREACHABLE' });
    expect(server.mails).toEqual([]);
    hangUps = 0;
    expect(await channel.deliver(aMessage())).toEqual({ status: 'sent' });
    expect(server.mails).toHaveLength(1);
  });

  test('the server has taken it, and its answer is lost: transient, and the second one can be told by its Message-ID', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    server.losesAnswer = () => server.mails.length === 1;
    expect(await channel.deliver(aMessage({ attempt: 1 }))).toMatchObject({ status: 'transient', code: 'SMTP_UNREACHABLE' });
    expect(await channel.deliver(aMessage({ attempt: 2 }))).toEqual({ status: 'sent' });
    expect(server.mails).toHaveLength(2);
    expect(server.mails[0]!.headers.get('message-id')).toBe(server.mails[1]!.headers.get('message-id'));
  });

  test('a server that never answers is not waited for longer than a delivery may take', async () => {
    const server = await aServer();
    server.dawdles = () => 60_000;
    expect(await aChannel(server.url + LAX, { deliveryMs: 300 }).deliver(aMessage())).toEqual({ status: 'transient', code: 'SMTP_UNREACHABLE', message: expect.stringContaining('within 0.3 s') });
  });

  test('what was given up while all connections were busy is not sent later: another attempt would send it as well', async () => {
    const server = await aServer();
    server.dawdles = () => 1_500;
    const channel = aChannel(server.url + LAX, { deliveryMs: 300 });
    const busy = Array.from({ length: 5 }, (_, n) => channel.deliver(to(`busy${n}@example.com`)));
    const waiting = to('waiting@example.com');
    expect(await channel.deliver(waiting)).toMatchObject({ code: 'SMTP_UNREACHABLE' });
    await Promise.all(busy);
    server.dawdles = () => 0;
    await eventually(async () => expect(await channel.deliver(to('last@example.com'))).toEqual({ status: 'sent' }));
    // The five have been taken by now, late as they are; whatever waited behind them would come next.
    await eventually(() => expect(server.mails.filter(({ headers }) => headers.get('to')?.includes('busy'))).toHaveLength(5));
    expect(await channel.deliver(waiting)).toEqual({ status: 'sent' });
    expect(server.mails.filter(({ headers }) => headers.get('to')?.includes('waiting'))).toHaveLength(1);
  });

  test('what answers is no mail server', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => other.close(() => resolve())));
    const { port } = other.address() as { port: number };
    expect(await aChannel(`smtp://127.0.0.1:${port}`).deliver(aMessage())).toMatchObject({ status: 'transient', code: 'SMTP_UNREACHABLE' });
  });

  test('many messages share few connections', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, index) => channel.deliver(to(`r${index}@example.com`, 'Ann', { key: `d.${index}` }))));
    expect(outcomes).toEqual(Array(60).fill({ status: 'sent' }));
    expect(new Set(server.mails.map((mail) => mail.to)).size).toBe(60);
    expect(server.connections()).toBeLessThanOrEqual(channel.concurrency);
    for (let index = 0; index < 5; index += 1) await channel.deliver(to('ann@example.com'));
    expect(server.connections()).toBeLessThanOrEqual(channel.concurrency);
  });

  test('a refused recipient does not cost the connection', async () => {
    const server = await aServer();
    server.answerTo = (address) => (address.startsWith('gone') ? 550 : undefined);
    const channel = aChannel(server.url + LAX);
    for (let index = 0; index < 10; index += 1) await channel.deliver(to(`${index % 2 === 0 ? 'gone' : 'here'}${index}@example.com`));
    expect(server.mails).toHaveLength(5);
    // The next message may go over a second one while the first is being cleared.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('connections that were kept and are cut meanwhile are replaced', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    expect(await channel.deliver(aMessage())).toEqual({ status: 'sent' });
    server.cut();
    expect(await channel.deliver(aMessage())).toEqual({ status: 'sent' });
    expect(server.connections()).toBe(2);
  });

  test('STARTTLS is used where it is offered, and can be required', async () => {
    const offering = await aServer();
    await aChannel(offering.url + LAX).deliver(aMessage());
    const plain = await aServer({ startTls: false });
    await aChannel(plain.url).deliver(aMessage());
    expect([offering, plain].map(({ mails }) => mails[0]!.isEncrypted)).toEqual([true, false]);
    expect(await aChannel(`${plain.url}?requireTLS=true`).deliver(aMessage())).toMatchObject({ status: 'transient', code: 'SMTP_TLS' });
    expect(plain.mails).toHaveLength(1);
  });

  test('smtps:// is encrypted from the first byte', async () => {
    const server = await aServer({ secure: true });
    expect(await aChannel(server.url + LAX).deliver(aMessage())).toEqual({ status: 'sent' });
    expect(server.mails[0]!.isEncrypted).toBe(true);
  });

  test.each([['smtps://', true], ['STARTTLS', false]])('a certificate that nobody has signed is not trusted (%s)', async (_, secure) => {
    const server = await aServer({ secure });
    expect(await aChannel(server.url).deliver(aMessage())).toEqual({ status: 'transient', code: 'SMTP_TLS', message: expect.stringMatching(/certificate/i) });
    expect(server.mails).toEqual([]);
  });

  test('logs in with the credentials of the URL, whatever characters they are made of', async () => {
    const user = { name: 'feed@back', password: 'p:a/s?s#w%o&r=d ä' };
    const server = await aServer({ user });
    expect(await aChannel(withCredentials(server.url, user.name, user.password) + LAX).deliver(aMessage())).toEqual({ status: 'sent' });
    expect(server.mails[0]!.user).toBe(user.name);
  });

  test('a wrong password, or none, is ours to mend: transient, under a code of its own', async () => {
    const server = await aServer({ user: { name: 'ann', password: 'right' } });
    const message = expect.stringMatching(/535|530|credentials|auth/i);
    expect(await aChannel(withCredentials(server.url, 'ann', 'wrong') + LAX).deliver(aMessage())).toEqual({ status: 'transient', code: 'SMTP_AUTH', message });
    expect(await aChannel(server.url + LAX).deliver(aMessage())).toEqual({ status: 'transient', code: 'SMTP_AUTH', message });
    expect(server.mails).toEqual([]);
  });

  test('a network that breaks now and then loses nothing, and nothing comes twice under two ids', async () => {
    const server = await aServer();
    const gate = await startGate({ host: '127.0.0.1', port: server.port });
    open.push(() => gate.close());
    const channel = aChannel(`smtp://127.0.0.1:${gate.port}${LAX}`);
    const keys = Array.from({ length: 40 }, (_, index) => `d.${index}`);
    const left = new Set(keys);
    for (let round = 0; left.size > 0; round += 1) {
      expect(round).toBeLessThan(20);
      const sending = [...left].map(async (key) => {
        const outcome = await channel.deliver(to(`${key}@example.com`, 'Ann', { key }));
        if (outcome.status === 'sent') left.delete(key);
        else expect(outcome).toMatchObject({ status: 'transient', code: 'SMTP_UNREACHABLE' });
      });
      if (round < 4) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        await gate.shut();
        await gate.open();
      }
      await Promise.all(sending);
    }
    expect(new Set(server.mails.map(({ headers }) => headers.get('x-flightdeck-delivery')))).toEqual(new Set(keys));
    expect(new Set(server.mails.map(({ headers }) => headers.get('message-id'))).size).toBe(keys.length);
  });

  test('says what is missing, and does nothing without it', async () => {
    const channel = new SmtpChannel({ smtp: undefined });
    expect(channel.missing).toBe('SMTP_URL and SMTP_FROM');
    expect(await channel.deliver(aMessage())).toMatchObject({ status: 'transient' });
    await channel.close();
    expect(new SmtpChannel({ smtp: { url: 'smtp://127.0.0.1', from: FROM } }).missing).toBeUndefined();
  });

  test('once closed it sends nothing any more', async () => {
    const server = await aServer();
    const channel = aChannel(server.url + LAX);
    await channel.deliver(aMessage());
    await channel.close();
    expect(await channel.deliver(aMessage())).toMatchObject({ status: 'transient', code: 'SMTP_UNREACHABLE' });
    expect(server.mails).toHaveLength(1);
  });
});
