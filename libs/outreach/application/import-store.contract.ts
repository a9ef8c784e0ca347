import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ImportStore } from './ports.ts';

interface UnderTest {
  /** Knows the campaigns `camp_1` and `camp_2`. */
  store: ImportStore;
  /** Forgets all imports. */
  clear(): Promise<void>;
  /** Lets time pass in which nobody has heard of any import. */
  silence(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const START = { campaignId: 'camp_1', fileName: 'customers.csv', bytes: 3_000_000_000, header: 'name,email' };

/** What every store of imports promises. */
export function importStoreContract(start: () => Promise<UnderTest>): void {
  let store: ImportStore;
  let under: UnderTest;

  beforeAll(async () => {
    under = await start();
    store = under.store;
  });

  beforeEach(() => under.clear());

  afterAll(() => under.stop());

  test('an import begins with nothing', async () => {
    const begun = await store.begin(START);
    expect(begun).toMatchObject({ ...START, status: 'running', bytesRead: 0, lines: 0, added: 0, merged: 0, repeated: 0, rejected: 0, problem: null, finishedAt: null });
    expect(await store.find(begun.id)).toEqual(begun);
    expect(await store.latest('camp_1')).toEqual(begun);
    expect(await store.latest('camp_2')).toBeUndefined();
    expect(await store.latest('no\0body')).toBeUndefined();
    expect(await store.find('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    await expect(store.begin({ ...START, campaignId: 'nobody' })).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
  });

  test('is the only one of its campaign until it ends', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => store.begin(START)));
    const [begun] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'IMPORT_UNDER_WAY' } })));
    await store.begin({ ...START, campaignId: 'camp_2' });
    expect(await store.progress({ ...begun!, status: 'completed' }, [])).toBe(true);
    expect(await store.find(begun!.id)).toMatchObject({ status: 'completed', finishedAt: expect.any(Number) });
    const next = await store.begin(START);
    expect(await store.latest('camp_1')).toEqual(next);
    expect(await store.progress({ ...begun!, lines: 1 }, [])).toBe(false);
    expect(await store.find(begun!.id)).toMatchObject({ status: 'completed', lines: 0 });
  });

  test('tells how far it is, and what could not be used', async () => {
    const begun = await store.begin(START);
    const rejects = [7, 3, 12].map((line) => ({ line, reason: `reason "${line}"`, text: `a,"b\n\\${line}` }));
    expect(await store.progress({ ...begun, bytesRead: 10, lines: 5, added: 1, merged: 1, repeated: 1, rejected: 2 }, rejects.slice(0, 2))).toBe(true);
    expect(await store.find(begun.id)).toMatchObject({ status: 'running', bytesRead: 10, lines: 5, added: 1, merged: 1, repeated: 1, rejected: 2, finishedAt: null });
    await store.progress({ ...begun, status: 'aborted', problem: 'why', rejected: 3 }, rejects.slice(2));
    expect(await store.find(begun.id)).toMatchObject({ status: 'aborted', problem: 'why' });
    const [seventh, third, twelfth] = rejects;
    expect(await store.rejects(begun.id, 0, 10)).toEqual([third, seventh, twelfth]);
    expect(await store.rejects(begun.id, 3, 1)).toEqual([seventh]);
    expect(await store.rejects(begun.id, 12, 10)).toEqual([]);
  });

  test('that nobody has heard of for a minute is over', async () => {
    const begun = await store.begin(START);
    await under.silence(50_000);
    expect(await store.progress({ ...begun, lines: 1 }, [])).toBe(true);
    await under.silence(50_000);
    expect(await store.find(begun.id)).toMatchObject({ status: 'running', problem: null });
    await under.silence(11_000);
    expect(await store.find(begun.id)).toMatchObject({ status: 'aborted', lines: 1, problem: expect.stringContaining('broke off'), finishedAt: expect.any(Number) });
    expect(await store.latest('camp_1')).toMatchObject({ status: 'aborted' });
    expect(await store.progress({ ...begun, lines: 2 }, [])).toBe(false);
    await store.begin(START);
  });
}
