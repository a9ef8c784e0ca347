import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Contact } from '../domain/contact.ts';
import type { MergeOutcome, RecipientStore, RecipientView } from './ports.ts';

interface UnderTest {
  /** Knows the campaigns `camp_1` and `camp_2`. */
  store: RecipientStore;
  /** Forgets all recipients. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export const ann: Contact = { name: 'Ann', email: 'ann@example.com', phone: '+4930111111' };
export const bob: Contact = { name: 'Bob', email: 'bob@example.com', phone: null };
export const carol: Contact = { name: 'Carol', email: null, phone: '+4930333333' };

/** What every store of recipients promises. */
export function recipientStoreContract(start: () => Promise<UnderTest>): void {
  let store: RecipientStore;
  let under: UnderTest;

  beforeAll(async () => {
    under = await start();
    store = under.store;
  });

  beforeEach(() => under.clear());

  afterAll(() => under.stop());

  const all = async (campaignId = 'camp_1'): Promise<RecipientView[]> => (await store.page({ campaignId, limit: 1_000 })).recipients;
  const contacts = async (campaignId?: string): Promise<Contact[]> => (await all(campaignId)).map(({ name, email, phone }) => ({ name, email, phone }));
  const statuses = (outcomes: MergeOutcome[]): string[] => outcomes.map(({ status }) => status);

  describe('a recipient', () => {
    test('is added as nobody has asked them yet', async () => {
      const before = Date.now() - 1_000;
      const added = await store.add('camp_1', ann);
      expect(added).toMatchObject({ ...ann, campaignId: 'camp_1', status: 'queued', dispatchId: null, attempts: 0, lastError: null, nextAttemptAt: null, sentAt: null, unsubscribed: false, rating: null, respondedAt: null });
      expect(added.createdAt).toBeGreaterThan(before);
      expect(await store.findAll([added.id, added.id, '00000000-0000-4000-8000-000000000000'])).toEqual([added]);
      expect(await store.attempts(added.id)).toEqual([]);
    });

    test('belongs to a campaign that exists', async () => {
      await expect(store.add('nobody', ann)).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
      await expect(store.merge('nobody', [ann])).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
    });

    test('has addresses that nobody else in the campaign has', async () => {
      await store.add('camp_1', ann);
      await expect(store.add('camp_1', { ...bob, email: ann.email })).rejects.toMatchObject({ code: 'RECIPIENT_EXISTS', errors: [{ field: 'email' }] });
      await expect(store.add('camp_1', { ...carol, phone: ann.phone })).rejects.toMatchObject({ code: 'RECIPIENT_EXISTS', errors: [{ field: 'phone' }] });
      await store.add('camp_2', ann);
      expect(await contacts()).toEqual([ann]);
    });

    test('is changed in what is given', async () => {
      const { id } = await store.add('camp_1', ann);
      await store.add('camp_1', bob);
      expect(await store.change(id, { name: 'Anna', phone: null })).toMatchObject({ id, name: 'Anna', email: ann.email, phone: null });
      await expect(store.change(id, { email: bob.email })).rejects.toMatchObject({ code: 'RECIPIENT_EXISTS', errors: [{ field: 'email' }] });
      await expect(store.change(id, { email: null })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
      expect(await store.change(id, {})).toMatchObject({ name: 'Anna', email: ann.email });
      expect(await store.change('00000000-0000-4000-8000-000000000000', { name: 'Nobody' })).toBeUndefined();
    });

    test('that is removed is gone, and may come again', async () => {
      const { id } = await store.add('camp_1', ann);
      expect(await store.remove(id)).toMatchObject({ id, ...ann, campaignId: 'camp_1' });
      expect(await store.remove(id)).toBeUndefined();
      expect(await store.findAll([id])).toEqual([]);
      expect(statuses(await store.merge('camp_1', [ann]))).toEqual(['added']);
    });
  });

  describe('contacts', () => {
    test('that are new are added in their order', async () => {
      const outcomes = await store.merge('camp_1', [bob, carol, ann]);
      expect(statuses(outcomes)).toEqual(['added', 'added', 'added']);
      expect((await all()).map(({ id }) => ({ status: 'added', recipientId: id }))).toEqual(outcomes);
      expect(await contacts()).toEqual([bob, carol, ann]);
      expect(await store.merge('camp_1', [])).toEqual([]);
    });

    test('that are known change nothing, or fill in what was missing', async () => {
      await store.merge('camp_1', [bob, carol]);
      const [first, second] = await all();
      const outcomes = await store.merge('camp_1', [{ ...bob, name: 'Robert' }, { ...bob, phone: '+4930222222' }, { ...carol, email: 'carol@example.com' }, { ...carol, email: 'carol@example.com' }, { ...carol, phone: '+4930999999', email: 'carol@example.com' }]);
      expect(outcomes).toEqual([
        { status: 'repeated', recipientId: first!.id },
        { status: 'merged', recipientId: first!.id },
        { status: 'merged', recipientId: second!.id },
        { status: 'repeated', recipientId: second!.id },
        { status: 'repeated', recipientId: second!.id },
      ]);
      expect(await contacts()).toEqual([{ ...bob, phone: '+4930222222' }, { ...carol, email: 'carol@example.com' }]);
    });

    test('give a name to who was called by an address', async () => {
      await store.merge('camp_1', [{ ...bob, name: 'bob' }, { ...carol, name: carol.phone! }]);
      expect(statuses(await store.merge('camp_1', [bob, carol, { ...bob, name: 'Another' }]))).toEqual(['merged', 'merged', 'repeated']);
      expect(await contacts()).toEqual([bob, carol]);
    });

    test('whose addresses belong to several are no one', async () => {
      await store.merge('camp_1', [bob, carol]);
      const outcomes = await store.merge('camp_1', [{ name: 'Both', email: bob.email, phone: carol.phone }, ann, { name: 'Sharing', email: 'other@example.com', phone: ann.phone }]);
      expect(outcomes).toMatchObject([{ status: 'conflict', reason: expect.stringMatching(/Bob.*Carol/) }, { status: 'added' }, { status: 'conflict', reason: expect.stringContaining(ann.email!) }]);
      expect(await contacts()).toEqual([bob, carol, ann]);
    });

    test('of one call are merged with each other, and not with another campaign', async () => {
      await store.merge('camp_2', [{ ...ann, name: 'Elsewhere' }]);
      expect(statuses(await store.merge('camp_1', [{ ...ann, phone: null }, ann, ann, { ...ann, email: null }]))).toEqual(['added', 'merged', 'repeated', 'repeated']);
      expect(await contacts()).toEqual([ann]);
      expect(await contacts('camp_2')).toEqual([{ ...ann, name: 'Elsewhere' }]);
    });

    test('that come many at a time, in different orders, are each added once', async () => {
      const people = Array.from({ length: 300 }, (_, n): Contact => ({ name: `Person ${n}`, email: n % 3 === 0 ? null : `p${n}@example.com`, phone: n % 3 === 1 ? null : `+4930${100_000 + n}` }));
      const more = people.map((person, n) => ({ ...person, email: `p${n}@example.com` }));
      const calls = [people, people.toReversed(), more, more.toReversed(), people.slice(100), more.slice(0, 200)];
      const outcomes = (await Promise.all([...calls.map((call) => store.merge('camp_1', call)), ...people.slice(0, 20).map((person) => store.add('camp_1', person).then((): MergeOutcome[] => [{ status: 'added', recipientId: '' }], () => []))])).flat();
      expect(statuses(outcomes).filter((status) => status === 'added')).toHaveLength(300);
      expect(statuses(outcomes)).not.toContain('conflict');
      expect((await contacts()).sort((a, b) => (a.email! < b.email! ? -1 : 1))).toEqual(more.toSorted((a, b) => (a.email < b.email ? -1 : 1)));
    });
  });

  describe('a page', () => {
    test('goes on where the last one ended, oldest first', async () => {
      await store.merge('camp_1', Array.from({ length: 25 }, (_, n) => ({ ...bob, name: `Bob ${n}`, email: `bob${n}@example.com` })));
      const names: string[] = [];
      for (let after: string | undefined; ; ) {
        const { recipients, total, hasMore } = await store.page({ campaignId: 'camp_1', after, limit: 10 });
        expect(total).toBe(25);
        names.push(...recipients.map(({ name }) => name));
        after = recipients.at(-1)!.id;
        if (!hasMore) break;
      }
      expect(names).toEqual(Array.from({ length: 25 }, (_, n) => `Bob ${n}`));
    });

    test('has those who match', async () => {
      await store.merge('camp_1', [ann, bob, carol, { ...bob, name: '100% _Örtel', email: 'x@example.org' }]);
      const found = async (search: string): Promise<string[]> => (await store.page({ campaignId: 'camp_1', search, limit: 10 })).recipients.map(({ name }) => name);
      expect(await found('AN')).toEqual(['Ann']);
      expect(await found('Example.COM')).toEqual(['Ann', 'Bob']);
      expect(await found('30333')).toEqual(['Carol']);
      expect(await found('% _ö')).toEqual(['100% _Örtel']);
      expect(await found(`'; --`)).toEqual([]);
      expect(await store.page({ campaignId: 'camp_1', filter: 'queued', limit: 1 })).toMatchObject({ total: 4, hasMore: true });
      for (const filter of ['sending', 'sent', 'failed', 'unsubscribed'] as const) expect(await store.page({ campaignId: 'camp_1', filter, limit: 10 })).toEqual({ recipients: [], total: 0, hasMore: false });
      expect(await store.page({ campaignId: 'no\0body', limit: 10 })).toEqual({ recipients: [], total: 0, hasMore: false });
    });
  });
}
