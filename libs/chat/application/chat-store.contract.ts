import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChatMessage, ChatUser } from '../domain/chat.ts';
import { parseUserName, type UserName } from '../domain/user-name.ts';
import type { ChatStore } from './ports.ts';

interface Subject {
  store: ChatStore;
  /** Nobody, and nothing said. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const NOW = Date.UTC(2026, 1, 10, 21, 10);
const NOBODY: ChatUser = { id: '00000000-0000-4000-8000-000000000000', name: 'Nobody' };

function named(text: string): UserName {
  const parsed = parseUserName(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.name;
}

/** What every chat store promises. */
export function chatStoreContract(start: () => Promise<Subject>): void {
  let subject: Subject;
  let store: ChatStore;

  beforeAll(async () => {
    subject = await start();
    ({ store } = subject);
  });
  beforeEach(() => subject.clear());
  afterAll(() => subject.stop());

  const join = async (name = 'Ann') => (await store.join(named(name), NOW)).user;
  const say = (user: ChatUser | null, clientId: string, text = `text of ${clientId}`) => store.append({ user, clientId, text, campaignId: null });
  const sequences = (messages: ChatMessage[]) => messages.map(({ sequence }) => sequence);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  test('a new name makes a user, the same name is the same user', async () => {
    const first = await store.join(named('Ann Lee'), NOW);
    expect(first).toEqual({ user: { id: expect.stringMatching(/^[\da-f-]{36}$/), name: 'Ann Lee' }, readUpTo: 0, isNew: true });
    expect(await store.join(named('  ANN lee '), NOW)).toEqual({ ...first, isNew: false });
    const other = await store.join(named('Bob'), NOW);
    expect(other).toMatchObject({ isNew: true });
    expect((await store.users()).map(({ name }) => name).sort()).toEqual(['Ann Lee', 'Bob']);
  });

  test('of many who join under one name at once, one is made', async () => {
    const joined = await Promise.all(Array.from({ length: 12 }, () => store.join(named('Ann'), NOW)));
    expect(joined.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(joined.map(({ user }) => user.id)).size).toBe(1);
    expect(await store.users()).toHaveLength(1);
  });

  test('messages are numbered from 1 in the order in which they were stored, and kept as they are', async () => {
    const ann = await join();
    const text = 'a\n\tb 🙂 <b>\u202Eشلام';
    const { message } = await store.append({ user: ann, clientId: 'one', text, campaignId: null });
    expect(message).toEqual({ sequence: 1, user: ann, clientId: 'one', text, campaignId: null, sentAt: expect.any(Number) });
    const own = await store.append({ user: null, clientId: 'one', text: 'from us', campaignId: 'camp_1' });
    expect(own.message).toMatchObject({ sequence: 2, user: null, campaignId: 'camp_1' });
    expect(await store.read({ limit: 10 })).toEqual([message, own.message]);
    expect((await store.room()).newest).toBe(2);
  });

  test.each([['a user', 'Ann'], ['Flightdeck itself', null]])('what %s sends again is stored once, whatever it says the second time', async (_, name) => {
    const user = name === null ? null : await join(name);
    const first = await say(user, 'one');
    expect(first.isNew).toBe(true);
    expect(await say(user, 'one', 'other text')).toEqual({ message: first.message, isNew: false });
    expect(await store.read({ limit: 10 })).toEqual([first.message]);
    expect((await say(user, 'two')).message.sequence).toBe(2);
  });

  test('knows what Flightdeck itself has said, whatever users call theirs', async () => {
    await say(await join(), 'one');
    expect(await store.hasSaid('one')).toBe(false);
    await say(null, 'one');
    expect([await store.hasSaid('one'), await store.hasSaid('two')]).toEqual([true, false]);
  });

  test('two users may use the same client id', async () => {
    const [ann, bob] = [await join('Ann'), await join('Bob')];
    expect([await say(ann, 'one'), await say(bob, 'one')].map(({ isNew }) => isNew)).toEqual([true, true]);
  });

  test('of many who send the same at once, one is stored, and no number is left out', async () => {
    const ann = await join();
    const sent = await Promise.all(Array.from({ length: 40 }, (_, index) => say(ann, `message ${index % 8}`)));
    expect(sent.filter(({ isNew }) => isNew)).toHaveLength(8);
    const stored = await store.read({ limit: 100 });
    expect(sequences(stored)).toEqual(upTo(8));
    for (const { message } of sent) expect(stored).toContainEqual(message);
    expect((await store.room()).newest).toBe(8);
  });

  test('whoever reads while others write sees all up to some message', async () => {
    const ann = await join();
    let isWriting = true;
    const writing = Promise.all(Array.from({ length: 60 }, (_, index) => say(ann, `message ${index}`))).finally(() => (isWriting = false));
    while (isWriting) {
      const seen = sequences(await store.read({ after: 0, limit: 100 }));
      expect(seen).toEqual(upTo(seen.length));
    }
    await writing;
    expect(sequences(await store.read({ after: 0, limit: 100 }))).toEqual(upTo(60));
  });

  test('somebody who never joined cannot send', async () => {
    await expect(say(NOBODY, 'one')).rejects.toMatchObject({ code: 'CHAT_USER_NOT_FOUND', kind: 'not-found' });
    expect(await store.room()).toMatchObject({ newest: 0 });
    const ann = await join();
    expect((await say(ann, 'one')).message.sequence).toBe(1);
  });

  test('is read in pages, both ways, each message once', async () => {
    const ann = await join();
    for (let index = 0; index < 23; index += 1) await say(ann, `message ${index}`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
        const backwards: number[] = [];
        for (let before: number | undefined; ; before = backwards[0]) {
          const page = sequences(await store.read({ before, limit }));
          if (page.length === 0) break;
          backwards.unshift(...page);
        }
        const forwards: number[] = [];
        for (let after = 0; ; after = forwards.at(-1)!) {
          const page = sequences(await store.read({ after, limit }));
          if (page.length === 0) break;
          forwards.push(...page);
        }
        expect([backwards, forwards]).toEqual([upTo(23), upTo(23)]);
      }),
      { numRuns: 8 },
    );
    expect(sequences(await store.read({ after: 4, before: 8, limit: 10 }))).toEqual([5, 6, 7]);
  });

  test('what somebody has seen moves forwards only, and not beyond the newest message', async () => {
    const ann = await join('Ann');
    for (const each of ['one', 'two', 'three']) await say(ann, each);
    expect(await store.markRead(ann.id, 2)).toBe(2);
    expect(await store.markRead(ann.id, 1)).toBe(2);
    expect(await store.markRead(ann.id, 9)).toBe(3);
    expect(await store.join(named('ann'), NOW)).toMatchObject({ readUpTo: 3, isNew: false });
    expect(await store.join(named('Bob'), NOW)).toMatchObject({ readUpTo: 3, isNew: true });
    await expect(store.markRead(NOBODY.id, 1)).rejects.toMatchObject({ code: 'CHAT_USER_NOT_FOUND' });
  });

  test('a room keeps its id', async () => {
    const { id } = await store.room();
    expect(id).toMatch(/^[\da-f-]{36}$/);
    await say(await join(), 'one');
    expect(await store.room()).toEqual({ id, newest: 1 });
  });
}
