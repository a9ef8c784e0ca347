import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DISPATCH_LIMITS } from '../domain/dispatch.ts';
import type { TemplateStore } from './ports.ts';

interface Subject {
  store: TemplateStore;
  /** No templates; campaigns `camp_1` and `camp_2` are registered. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const HELLO = { subject: 'Hello {{ name }}', body: "Hi 'you'\n\n{{ feedback_link }} 🙂" };

/** What every template store promises. */
export function templateStoreContract(start: () => Promise<Subject>): void {
  let subject: Subject;
  let store: TemplateStore;

  beforeAll(async () => {
    subject = await start();
    ({ store } = subject);
  });
  beforeEach(() => subject.clear());
  afterAll(() => subject.stop());

  test('what was saved is found, as it was, by its campaign alone', async () => {
    expect(await store.find('camp_1')).toBeUndefined();
    const before = Date.now();
    const saved = await store.save('camp_1', HELLO);
    expect(saved).toEqual({ ...HELLO, updatedAt: expect.any(Number) });
    // The database has a clock of its own.
    expect(Math.abs(saved.updatedAt - before)).toBeLessThan(60_000);
    expect(await store.find('camp_1')).toEqual(saved);
    expect(await store.find('camp_2')).toBeUndefined();
  });

  test('what is saved again takes the place of what was there', async () => {
    const first = await store.save('camp_1', HELLO);
    const second = await store.save('camp_1', { subject: 'Other', body: 'text' });
    expect(second).toMatchObject({ subject: 'Other', body: 'text' });
    expect(second.updatedAt).toBeGreaterThanOrEqual(first.updatedAt);
    expect(await store.find('camp_1')).toEqual(second);
  });

  test('of those who save at the same moment, one is the last', async () => {
    const saved = await Promise.all(Array.from({ length: 10 }, (_, index) => store.save('camp_1', { ...HELLO, subject: `number ${index}` })));
    expect(saved.map(({ subject: text }) => text)).toContain((await store.find('camp_1'))!.subject);
  });

  test('the longest text fits', async () => {
    const longest = { subject: '🙂'.repeat(DISPATCH_LIMITS.subject), body: '🙂'.repeat(DISPATCH_LIMITS.body) };
    await store.save('camp_1', longest);
    expect(await store.find('camp_1')).toMatchObject(longest);
  });

  test('a campaign that is not registered has none', async () => {
    await expect(store.save('camp_3', HELLO)).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND', kind: 'not-found' });
    expect(await store.find('camp_3')).toBeUndefined();
  });
}
