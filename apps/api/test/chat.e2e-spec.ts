import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { ChatMessageBody, ChatUserBody } from '../src/chat/chat.schema.ts';
import { type ChatClient, connectChat } from './support/chat-client.ts';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send } from './support/http.ts';
import { query } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

let application: TestApplication;
const clients: ChatClient[] = [];

/** The tests of the `describe` it is called in share an application and its room, or each has its own. */
function shareApplication(isShared: boolean): void {
  const [before, after] = isShared ? [beforeAll, afterAll] : [beforeEach, afterEach];
  before(async () => {
    application = await startTestApplication();
  });
  after(() => application.stop());
}

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

async function arrive(): Promise<ChatClient> {
  const client = await connectChat(application.url);
  clients.push(client);
  return client;
}

async function enter(name: string): Promise<ChatClient> {
  const client = await arrive();
  expect((await client.join(name)).problem).toBeUndefined();
  return client;
}

const sequences = (messages: ChatMessageBody[]) => messages.map(({ sequence }) => sequence);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('joining', () => {
  shareApplication(false);

  test('everybody sees who is here before joining, and then who joins and leaves', async () => {
    const onlooker = await arrive();
    const ann = await enter('Ann');
    await eventually(() => expect(onlooker.people).toEqual({ Ann: true }));
    const bob = await enter('Bob');
    await eventually(() => expect(ann.people).toEqual({ Ann: true, Bob: true }));
    expect(await bob.leave()).toEqual({});
    await eventually(() => {
      for (const client of [onlooker, ann, bob]) expect(client.people).toEqual({ Ann: true, Bob: false });
    });
    expect(await bob.say('Am I still here?')).toMatchObject({ problem: { code: 'CHAT_NOT_JOINED' } });
  });

  test('a name in another case or with space around it is the same user', async () => {
    const client = await arrive();
    const { user } = await client.join('Ann Lee');
    expect(user).toEqual({ id: expect.stringMatching(/^[\da-f-]{36}$/), name: 'Ann Lee' });
    expect((await (await arrive()).join('  ann LEE ')).user).toEqual(user);
    const { status, body } = await post(`${application.url}/api/chat/users`, { name: 'ANN lee' });
    expect({ status, body }).toEqual({ status: 200, body: { ...user, online: true } });
  });

  test('over HTTP makes a user who is not online', async () => {
    const created = await post(`${application.url}/api/chat/users`, { name: ' Ann ' });
    expect(created).toMatchObject({ status: 201, body: { name: 'Ann', online: false } });
    const again = await post(`${application.url}/api/chat/users`, { name: 'ann' });
    expect(again).toMatchObject({ status: 200, body: created.body });
    expect((await send(`${application.url}/api/chat/users`)).body).toEqual({ items: [created.body], next_cursor: null });
  });

  test('one connection can be one user after another', async () => {
    const onlooker = await arrive();
    const client = await enter('Ann');
    await client.join('Bob');
    await eventually(() => expect(onlooker.people).toEqual({ Ann: false, Bob: true }));
    expect((await client.say('It is me')).message.user?.name).toBe('Bob');
  });

  describe('when it takes long', () => {
    let other: pg.Client;

    beforeEach(async () => {
      other = new pg.Client({ connectionString: application.database.url });
      await other.connect();
      await other.query('BEGIN');
      // Whoever wants this name waits for this to end.
      await other.query(`INSERT INTO chat_users (id, name, name_key, read_up_to, created_at) VALUES (gen_random_uuid(), 'Ann', 'ann', 0, now())`);
    });
    afterEach(() => other.end());

    async function hasBegun(): Promise<void> {
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => expect(await query(application.database.url, waiting)).toHaveLength(1));
    }

    test('is overtaken by a later join of the same connection', async () => {
      const [onlooker, client] = [await arrive(), await arrive()];
      const answer = client.join('Ann');
      await hasBegun();
      expect((await client.join('Bob')).user.name).toBe('Bob');
      await other.query('ROLLBACK');
      expect(await answer).toEqual({ problem: { code: 'CHAT_NOT_JOINED', detail: expect.any(String) } });
      expect((await client.say('It is me')).message.user?.name).toBe('Bob');
      await eventually(() => expect(onlooker.people).toEqual({ Ann: false, Bob: true }));
    });

    test('is overtaken by leaving', async () => {
      const [onlooker, client] = [await arrive(), await arrive()];
      const answer = client.join('Ann');
      await hasBegun();
      expect(await client.leave()).toEqual({});
      await other.query('ROLLBACK');
      expect(await answer).toEqual({ problem: { code: 'CHAT_NOT_JOINED', detail: expect.any(String) } });
      expect(await client.say('Am I here?')).toMatchObject({ problem: { code: 'CHAT_NOT_JOINED' } });
      await eventually(() => expect(onlooker.people).toEqual({ Ann: false }));
    });

    test('leaves nobody online whose connection is gone by then', async () => {
      const [onlooker, client] = [await arrive(), await arrive()];
      client.live.socket.emit('chat_join', { name: 'Ann' });
      await hasBegun();
      client.close();
      await enter('Bob');
      await other.query('ROLLBACK');
      await eventually(() => expect(onlooker.people).toEqual({ Ann: false, Bob: true }));
    });
  });

  test('too often is refused, and says how long to wait', async () => {
    const client = await arrive();
    const answers = [];
    for (let index = 0; index < 8; index += 1) answers.push(await client.join(`User ${index}`));
    expect(answers.filter(({ problem }) => problem === undefined)).toHaveLength(5);
    expect(answers.at(-1)!.problem).toEqual({ code: 'CHAT_TOO_FAST', detail: expect.stringMatching(/faster than the chat allows\. Please wait \d+ s\./), retry_after_ms: expect.any(Number) });
  });
});

describe('presence', () => {
  shareApplication(false);

  test('lasts until the last connection has gone', async () => {
    const onlooker = await arrive();
    const [tab, otherTab] = [await enter('Ann'), await enter('ann')];
    await eventually(() => expect(onlooker.people).toEqual({ Ann: true }));
    otherTab.close();
    // Long enough to be gone, had it been the last one.
    await enter('Bob').then((bob) => bob.close());
    await eventually(() => expect(onlooker.people).toEqual({ Ann: true, Bob: false }));
    tab.close();
    await eventually(() => expect(onlooker.people).toEqual({ Ann: false, Bob: false }));
  });

  test('is not interrupted by a page that is loaded again', async () => {
    const onlooker = await arrive();
    const before = await enter('Ann');
    await eventually(() => expect(onlooker.people).toEqual({ Ann: true }));
    before.close();
    await enter('Ann');
    await enter('Bob').then((bob) => bob.close());
    await eventually(() => expect(onlooker.people).toEqual({ Ann: true, Bob: false }));
    const told = onlooker.live.bodies<{ users: ChatUserBody[] }>('people').flatMap(({ users }) => users.filter(({ name }) => name === 'Ann'));
    expect(told.every(({ online }) => online)).toBe(true);
  });

  test('tells who writes, until it is sent, or given up, or they go', async () => {
    const onlooker = await arrive();
    const [ann, bob] = [await arrive(), await arrive()];
    const { user } = await ann.join('Ann');
    const { user: other } = await bob.join('Bob');
    await ann.ask('chat_typing', { typing: true });
    await bob.ask('chat_typing', { typing: true });
    await eventually(() => expect(new Set(onlooker.typing)).toEqual(new Set([user.id, other.id])));
    await ann.say('Here it is');
    await eventually(() => expect(onlooker.typing).toEqual([other.id]));
    await bob.ask('chat_typing', { typing: false });
    await eventually(() => expect(onlooker.typing).toEqual([]));
    await bob.ask('chat_typing', { typing: true });
    await eventually(() => expect(onlooker.typing).toEqual([other.id]));
    bob.close();
    await eventually(() => expect(onlooker.typing).toEqual([]));
  });
});

describe('a message', () => {
  shareApplication(false);

  test('is acknowledged as it was stored, and told to everybody once, in one order', async () => {
    const [ann, bob, onlooker] = [await enter('Ann'), await enter('Bob'), await arrive()];
    const sent = await Promise.all(upTo(8).map((number) => (number % 2 === 0 ? ann : bob).say(`message ${number}`, `client ${number}`)));
    const stored = sent.map(({ message }) => message).sort((a, b) => a.sequence - b.sequence);
    expect(sequences(stored)).toEqual(upTo(8));
    await eventually(() => {
      for (const client of [ann, bob, onlooker]) expect(client.messages).toEqual(stored);
    });
    expect(stored[0]).toEqual({ sequence: 1, user: { id: expect.any(String), name: expect.any(String) }, client_id: expect.any(String), text: expect.any(String), campaign_id: null, sent_at: expect.any(String) });
  });

  test('that is sent again is the one that was stored', async () => {
    const [ann, again] = [await enter('Ann'), await enter('Ann')];
    const { message } = await ann.say('Only once', 'the same');
    expect((await again.say('Only once', 'the same')).message).toEqual(message);
    const many = await Promise.all(upTo(6).map((number) => (number % 2 === 0 ? ann : again).say('Twice', 'another')));
    expect(new Set(many.map(({ message: stored }) => stored.sequence))).toEqual(new Set([2]));
    expect((await send(`${application.url}/api/chat/messages`)).body).toMatchObject({ items: [{ text: 'Twice' }, { text: 'Only once' }] });
  });

  test('from a connection that has not joined is refused', async () => {
    const client = await arrive();
    expect(await client.say('hello')).toMatchObject({ problem: { code: 'CHAT_NOT_JOINED', detail: expect.any(String) } });
  });

  test('too many at once are refused and say how long to wait; nothing of them is lost or doubled when they are sent again', async () => {
    const ann = await enter('Ann');
    const ids = upTo(12).map((number) => `client ${number}`);
    const answers = await Promise.all(ids.map((id) => ann.say(id, id)));
    const refused = answers.filter(({ problem }) => problem !== undefined);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]!.problem).toMatchObject({ code: 'CHAT_TOO_FAST', retry_after_ms: expect.any(Number) });
    // Another connection, of the same user or another, is not kept from it.
    expect((await (await enter('Bob')).say('meanwhile')).problem).toBeUndefined();
    for (const id of ids) await eventually(async () => expect((await ann.say(id, id)).problem).toBeUndefined());
    await eventually(() => expect(new Set(ann.messages.map(({ client_id: clientId }) => clientId)).size).toBe(13));
    expect(sequences(ann.messages)).toEqual(upTo(13));
  });


  test('nobody is sent more often than asked for, however much is said', async () => {
    const talkers = await Promise.all(['Ann', 'Bob', 'Cleo', 'Dora', 'Emil'].map((name) => enter(name)));
    const onlooker = await arrive();
    await Promise.all(talkers.flatMap((talker) => upTo(9).map((number) => talker.say(`message ${number}`, randomUUID()))));
    await eventually(() => expect(sequences(onlooker.messages)).toEqual(upTo(45)));
    expect(onlooker.live.bodies('messages').length).toBeLessThan(45);
  });
});

const madeUp = (order: 'older' | 'newer', value: number) => Buffer.from(JSON.stringify([`${order} chat messages`, value, ''])).toString('base64url');
const KEPT: [given: string, kept?: string][] = [
  ['<img src=x onerror=alert(1)>'],
  ['Wörter'.repeat(300)],
  ['👩‍💻 🏳️‍🌈'],
  ['مرحبا، \u202Eabc\u202C'],
  ['a\n\tb'],
  ['🙂'.repeat(4_000)],
  ['a\r\nb', 'a\nb'],
  ['  indented \n\n', '  indented'],
];
const EVENTS = ['chat_join', 'chat_send', 'chat_typing', 'chat_read'];

describe('whatever is given', () => {
  shareApplication(true);

  test.each([
    ['', 'must not be empty'],
    ['x'.repeat(41), 'must be at most 40 characters'],
    ['a\u0000b', 'must not contain control characters, or characters that cannot be seen'],
    [7, 'must be a text'],
    [null, 'must be a text'],
    ['flightdeck', 'must be another one: Flightdeck signs its own messages with it'],
  ])('the name %j is refused', async (name, message) => {
    expectProblem(await post(`${application.url}/api/chat/users`, { name }), 422, 'VALIDATION_FAILED', { name: message });
    const client = await arrive();
    expect(await client.join(name)).toEqual({ problem: { code: 'VALIDATION_FAILED', detail: 'Please check: name.', errors: [{ field: 'name', message }] } });
  });

  test.each(KEPT)('a message is kept as it was written (%#)', async (text, kept = text) => {
    const ann = await enter('Ann');
    expect((await ann.say(text)).message.text).toBe(kept);
    const [stored] = ((await send(`${application.url}/api/chat/messages?limit=1`)).body as { items: ChatMessageBody[] }).items;
    expect(stored?.text).toBe(kept);
  });

  test.each([
    ['x'.repeat(4_001), 'must be at most 4,000 characters; it has 4,001'],
    ['', 'must not be empty'],
    [' \n ', 'must not be empty'],
    ['bell \u0007', 'must not contain control characters other than tabs and line breaks'],
    ['\u0000', 'must not contain control characters other than tabs and line breaks'],
    ['\ud800', 'must not contain control characters other than tabs and line breaks'],
    [7, 'must be a text'],
    [undefined, 'is required'],
  ])('a message that cannot be kept is refused, with the reason (%#)', async (text, message) => {
    const ann = await enter('Ann');
    expect(await ann.ask('chat_send', { client_id: 'one', text })).toMatchObject({ problem: { code: 'VALIDATION_FAILED', errors: [{ field: 'text', message }] } });
  });

  test.each([[''], ['x'.repeat(101)], [7], [null], ['\u0000']])('the client id %j is refused', async (clientId) => {
    const ann = await enter('Ann');
    expect(await ann.say('text', clientId)).toMatchObject({ problem: { code: 'VALIDATION_FAILED', errors: [{ field: 'client_id' }] } });
  });

  test.each([
    ['limit=0', { limit: 'must be a whole number from 1 to 200' }],
    ['limit=201', { limit: 'must be a whole number from 1 to 200' }],
    ['before=-1', { before: 'must be the sequence of a message' }],
    ['after=x', { after: 'must be the sequence of a message' }],
    ['after=1&before=2', { before: 'cannot be given beside after' }],
    ['cursor=nonsense', { cursor: 'must be the next_cursor of a page in the same order' }],
    ['cursor=', { cursor: 'must be the next_cursor of the page before' }],
    ...[1.5, -1, 1e19, 1e300].flatMap((value) => [`cursor=${madeUp('older', value)}`, `cursor=${madeUp('newer', value)}`].map((made) => [made, { cursor: 'must be the next_cursor of a page in the same order' }] as const)),
    ['from=1', { from: 'is not a parameter of this address' }],
  ] as const)('messages are not read with %s', async (parameters, errors) => {
    expectProblem(await send(`${application.url}/api/chat/messages?${parameters}`), 422, 'VALIDATION_FAILED', errors);
  });

  test.each(EVENTS)('whatever else comes as %s does no harm', async (event) => {
    const ann = await enter('Ann');
    for (const body of [null, 7, 'text', [], [[]], { name: {} }, { client_id: [], text: {} }, { up_to: -1 }, { up_to: 1.5 }, { up_to: '1' }]) {
      expect(typeof (await ann.ask<object>(event, body))).toBe('object');
    }
    // And without waiting for an answer.
    ann.live.socket.emit(event);
    const other = await enter('Bob');
    expect((await other.say('Still here')).message.text).toBe('Still here');
    expect((await send(`${application.url}/health/live`)).status).toBe(200);
  });

  test.each([
    ['chat_send', { client_id: 'one', text: '' }],
    ['chat_read', { up_to: -1 }],
    ['chat_typing', null],
    ['chat_leave', null],
  ])('too much of %s is not even looked at, and keeps nobody else waiting', async (event, body) => {
    const [wild, other] = [await arrive(), await enter('Ann')];
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 300 }, () => wild.ask<{ problem?: { code: string } }>(event, body)));
    const seconds = (performance.now() - started) / 1000;
    const lookedAt = answers.filter(({ problem }) => problem?.code !== 'CHAT_TOO_FAST');
    expect(lookedAt.length).toBeGreaterThanOrEqual(40);
    expect(lookedAt.length).toBeLessThanOrEqual(40 + 20 * seconds);
    expect((await other.leave()).problem).toBeUndefined();
  });

  test('the longest list of campaigns can be watched', async () => {
    const ids = Array.from({ length: 200 }, (_, number) => `${String(number).padStart(3)}${'\u0001'.repeat(197)}`);
    const { live } = await arrive();
    live.watch('longest', 'figures', { ids });
    await eventually(() => expect(live.bodies<{ figures: object[] }>('longest')[0]?.figures).toHaveLength(200));
  });

  test.each(['chat_send', 'watch', 'nonsense'])('a connection that sends more at once is closed, and no other (%s)', async (event) => {
    const [wild, other] = [await arrive(), await enter('Ann')];
    wild.live.socket.emit(event, 'x'.repeat(256 * 1024));
    await eventually(() => expect(wild.live.socket.connected).toBe(false));
    expect((await other.leave()).problem).toBeUndefined();
    expect((await send(`${application.url}/health/live`)).status).toBe(200);
  });

  test('nothing of what was refused was stored', async () => {
    const texts = await query<{ text: string }>(application.database.url, 'SELECT text FROM chat_messages ORDER BY sequence');
    expect(texts).toHaveLength(KEPT.length + EVENTS.length);
    expect(await query(application.database.url, 'SELECT FROM chat_users')).toHaveLength(2);
    expect((await query<{ last_sequence: string }>(application.database.url, 'SELECT last_sequence FROM chat_room'))[0]).toEqual({ last_sequence: String(texts.length) });
  });
});

describe('what was said', () => {
  shareApplication(false);

  async function fill(count: number): Promise<void> {
    const { body } = await post(`${application.url}/api/chat/users`, { name: 'Ann' });
    await query(
      application.database.url,
      `WITH room AS (UPDATE chat_room SET last_sequence = $2)
       INSERT INTO chat_messages (sequence, user_id, client_id, text, sent_at) SELECT number, $1, 'client ' || number, 'message ' || number, now() FROM generate_series(1, $2) AS number`,
      [(body as ChatUserBody).id, count],
    );
  }

  async function pages(parameters: string): Promise<number[][]> {
    const found: number[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, body } = await send(`${application.url}/api/chat/messages?${cursor === '' ? parameters : `limit=7&cursor=${cursor}`}`);
      expect(status).toBe(200);
      const page = body as { items: ChatMessageBody[]; next_cursor: string | null };
      found.push(sequences(page.items));
      cursor = page.next_cursor;
    }
    return found;
  }

  test('is read in pages, from the newest back and from any message forwards', async () => {
    await fill(23);
    const backwards = await pages('limit=7');
    expect(backwards.map(({ length }) => length)).toEqual([7, 7, 7, 2]);
    expect(backwards.flat()).toEqual(upTo(23).reverse());
    expect((await pages('limit=7&before=9')).flat()).toEqual(upTo(8).reverse());
    expect((await pages('limit=7&after=0')).flat()).toEqual(upTo(23));
    expect((await pages('limit=7&after=20')).flat()).toEqual([21, 22, 23]);
    expect(await pages('limit=7&after=23')).toEqual([[]]);
    expect(await pages('limit=7&before=1')).toEqual([[]]);
  });

  test('a page begins with the newest, and knows how many there are', async () => {
    await fill(120);
    const client = await arrive();
    await eventually(() => expect(sequences(client.messages)).toEqual(upTo(120).slice(-50)));
    expect(client.live.bodies<{ newest: number; room_id: string }>('messages')[0]).toMatchObject({ newest: 120, room_id: expect.any(String) });
  });

  test('read in one window is read in all of the same user, and not by others', async () => {
    await fill(10);
    const [ann, otherWindow, bob] = [await arrive(), await enter('Ann'), await enter('Bob')];
    expect(await ann.join('Ann')).toMatchObject({ read_up_to: 0 });
    expect(await ann.ask('chat_read', { up_to: 7 })).toEqual({ read_up_to: 7 });
    await eventually(() => expect(otherWindow.reads).toEqual([7]));
    expect(await ann.ask('chat_read', { up_to: 3 })).toEqual({ read_up_to: 7 });
    expect(await ann.ask('chat_read', { up_to: 99 })).toEqual({ read_up_to: 10 });
    await eventually(() => expect(otherWindow.reads.at(-1)).toBe(10));
    expect(bob.reads).toEqual([]);
    expect(await bob.join('Bob')).toMatchObject({ read_up_to: 10 });
  });
});

describe('users over HTTP', () => {
  shareApplication(false);

  test('are given by name, in pages, with who is here', async () => {
    for (const name of ['Cleo', 'Ann', 'Bob', 'Dora', 'Emil']) await post(`${application.url}/api/chat/users`, { name });
    await enter('Bob');
    const found: ChatUserBody[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await send(`${application.url}/api/chat/users?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = body as { items: ChatUserBody[]; next_cursor: string | null };
      found.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(found.map(({ name, online }) => [name, online])).toEqual([['Ann', false], ['Bob', true], ['Cleo', false], ['Dora', false], ['Emil', false]]);
  });
});
