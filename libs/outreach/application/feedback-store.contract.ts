import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { RecipientStatus } from '../domain/recipient.ts';
import type { FeedbackStore, Invitation } from './ports.ts';

type SeededRecipient = Omit<Invitation, 'unsubscribed'> & { token: string; status: RecipientStatus };

interface Subject {
  store: FeedbackStore;
  /** Puts a recipient there, with the answer it has given; its campaign is made when there is none. */
  invite(recipient: SeededRecipient): Promise<void>;
  /** Nobody, and nothing said. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const at = (time: string): number => Date.parse(`2026-02-10T${time}Z`);
const MINUTE = 60_000;

/** What every feedback store promises. */
export function feedbackStoreContract(start: () => Promise<Subject>): void {
  let subject: Subject;
  let store: FeedbackStore;
  let invited = 0;

  beforeAll(async () => {
    subject = await start();
    ({ store } = subject);
  });
  beforeEach(() => subject.clear());
  afterAll(() => subject.stop());

  async function invite(recipient: Partial<SeededRecipient> = {}): Promise<SeededRecipient> {
    invited += 1;
    const whole: SeededRecipient = {
      recipientId: randomUUID(),
      campaignId: 'camp_1',
      campaignName: 'Spring sale',
      name: 'Ann Lee',
      email: `ann${invited}@example.com`,
      phone: null,
      sentAt: at('10:00:00'),
      answer: null,
      status: 'sent',
      token: `token_${invited}`.padEnd(22, '_'),
      ...recipient,
    };
    await subject.invite(whole);
    return whole;
  }

  const answered = (rating: number, respondedAt: number, more: Partial<SeededRecipient> = {}) => invite({ answer: { rating, comment: '', respondedAt }, ...more });

  test('a token leads to whom it was made for, and no other one does', async () => {
    const { token, status, ...known } = await invite({ phone: '+4930123456', name: '<b>Ann</b> شلام 🙂' });
    await invite({ campaignId: 'camp_2', campaignName: 'Other' });
    expect(status).toBe('sent');
    expect(await store.findByToken(token)).toEqual({ ...known, unsubscribed: false });
    expect(await store.findByToken(token.toUpperCase())).toBeUndefined();
    expect(await store.findByToken('')).toBeUndefined();
  });

  test('of somebody who was not sent anything yet is known that', async () => {
    const { token } = await invite({ sentAt: null, status: 'queued', email: null, phone: '+4930123456' });
    expect(await store.findByToken(token)).toMatchObject({ sentAt: null, email: null, phone: '+4930123456', answer: null });
  });

  test('the first answer is kept as it is, later ones change nothing', async () => {
    const { token, recipientId } = await invite();
    const comment = 'a\n\tb 🙂 <b>\u202Eشلام';
    expect(await store.answer(recipientId, { rating: 4, comment })).toBe(true);
    const { answer } = (await store.findByToken(token))!;
    expect(answer).toEqual({ rating: 4, comment, respondedAt: expect.any(Number) });
    expect(await store.answer(recipientId, { rating: 1, comment: 'changed my mind' })).toBe(false);
    expect((await store.findByToken(token))!.answer).toEqual(answer);
  });

  test('of many answers at once one is kept', async () => {
    const { token, recipientId } = await invite();
    const kept = await Promise.all(Array.from({ length: 20 }, (_, index) => store.answer(recipientId, { rating: (index % 5) + 1, comment: `comment ${index}` })));
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect((await store.findByToken(token))!.answer!.comment).toBe(`comment ${kept.indexOf(true)}`);
    expect(await store.figures('camp_1')).toMatchObject({ responses: 1 });
  });

  test('nobody who is not there can answer or unsubscribe', async () => {
    expect(await store.answer(randomUUID(), { rating: 5, comment: '' })).toBe(false);
    expect(await store.setUnsubscribed(randomUUID(), true)).toEqual([]);
  });

  test('who unsubscribes does so with all addresses, in all campaigns that have one of them', async () => {
    const ann = await invite({ email: 'ann@example.com', phone: '+4930123456' });
    const byMail = await invite({ campaignId: 'camp_2', email: 'ann@example.com' });
    const byPhone = await invite({ campaignId: 'camp_3', email: 'other@example.com', phone: '+4930123456' });
    const bob = await invite({ campaignId: 'camp_4' });
    const unsubscribed = () => Promise.all([ann, byMail, byPhone, bob].map(async ({ token }) => (await store.findByToken(token))!.unsubscribed));

    expect((await store.setUnsubscribed(ann.recipientId, true)).sort()).toEqual(['camp_1', 'camp_2', 'camp_3']);
    expect(await unsubscribed()).toEqual([true, true, true, false]);
    expect((await store.setUnsubscribed(ann.recipientId, true)).sort()).toEqual(['camp_1', 'camp_2', 'camp_3']);
    expect(await unsubscribed()).toEqual([true, true, true, false]);
    expect((await store.setUnsubscribed(byMail.recipientId, false)).sort()).toEqual(['camp_1', 'camp_2']);
    expect(await unsubscribed()).toEqual([true, false, true, false]);
    await store.setUnsubscribed(ann.recipientId, false);
    await store.setUnsubscribed(ann.recipientId, false);
    expect(await unsubscribed()).toEqual([false, false, false, false]);
  });

  test('many may unsubscribe and subscribe the same addresses at once', async () => {
    const shared = { email: 'ann@example.com', phone: '+4930123456' };
    const all = await Promise.all(['camp_1', 'camp_2', 'camp_3'].map((campaignId) => invite({ campaignId, ...shared })));
    await Promise.all(Array.from({ length: 30 }, (_, index) => store.setUnsubscribed(all[index % 3]!.recipientId, index % 2 === 0)));
    await store.setUnsubscribed(all[0]!.recipientId, true);
    for (const { token } of all) expect(await store.findByToken(token)).toMatchObject({ unsubscribed: true });
  });

  test('answers are listed newest first, page by page, those of the same moment too', async () => {
    const times = ['10:00:01', '10:00:03', '10:00:02', '10:00:02', '10:00:02.250', '10:00:02'].map(at);
    const all = await Promise.all(times.map((respondedAt, index) => answered((index % 5) + 1, respondedAt, { name: `Recipient ${index}` })));
    await answered(1, at('10:00:05'), { campaignId: 'camp_2' });
    const expected = all
      .map(({ recipientId, name, answer }) => ({ recipientId, name, rating: answer!.rating, comment: '', afterMs: answer!.respondedAt - at('10:00:00'), respondedAt: answer!.respondedAt }))
      .sort((a, b) => b.respondedAt - a.respondedAt || (a.recipientId < b.recipientId ? 1 : -1));
    expect(await store.responses('camp_1', 10)).toEqual(expected);
    const paged = [];
    for (let page = await store.responses('camp_1', 2); page.length > 0; page = await store.responses('camp_1', 2, page.at(-1))) paged.push(...page);
    expect(paged).toEqual(expected);
  });

  test('a page may begin anywhere', async () => {
    await answered(3, at('10:00:01'));
    for (const respondedAt of [0, Number.MAX_SAFE_INTEGER]) expect(await store.responses('camp_1', 2, { respondedAt, recipientId: randomUUID() })).toHaveLength(respondedAt === 0 ? 0 : 1);
  });

  test('without anybody all figures are zero or unknown', async () => {
    const none = { sent: 0, failed: 0, responses: 0, averageRating: null, ratings: [0, 0, 0, 0, 0], averageAfterMs: null, medianAfterMs: null };
    expect(await store.figures('camp_1')).toEqual(none);
    await invite({ status: 'queued', sentAt: null });
    await invite({ status: 'sending', sentAt: null });
    expect(await store.figures('camp_1')).toEqual(none);
    expect(await store.series('camp_1', { from: at('00:00:00'), to: at('23:00:00'), granularity: 'hour' })).toEqual([]);
  });

  test('figures are those of the campaign’s recipients and their answers', async () => {
    for (const [minutes, rating] of [[1, 5], [2, 4], [3, 5], [10, 1]] as const) await answered(rating, at('10:00:00') + minutes * MINUTE);
    await invite();
    await invite({ status: 'failed', sentAt: null });
    await invite({ status: 'failed', sentAt: null });
    await invite({ status: 'queued', sentAt: null });
    await answered(2, at('10:00:09'), { campaignId: 'camp_2' });
    expect(await store.figures('camp_1')).toEqual({ sent: 5, failed: 2, responses: 4, averageRating: 3.75, ratings: [1, 0, 0, 1, 2], averageAfterMs: 4 * MINUTE, medianAfterMs: 2.5 * MINUTE });
  });

  test('an answer to what is not known to be sent counts, its time does not; one before it took no time', async () => {
    await answered(3, at('10:00:09'), { sentAt: null, status: 'sending' });
    expect(await store.figures('camp_1')).toMatchObject({ responses: 1, averageAfterMs: null, medianAfterMs: null });
    await answered(4, at('09:59:59'));
    expect(await store.figures('camp_1')).toMatchObject({ sent: 1, responses: 2, averageRating: 3.5, averageAfterMs: 0, medianAfterMs: 0 });
    expect((await store.responses('camp_1', 2)).map(({ afterMs }) => afterMs)).toEqual([null, 0]);
  });

  test('over time, hours and days in which something happened', async () => {
    await answered(5, at('12:30:00'), { sentAt: at('10:59:59.999') });
    await answered(2, at('12:59:59'), { sentAt: at('11:00:00') });
    await invite({ sentAt: at('11:20:00') });
    await invite({ sentAt: at('11:21:00'), status: 'queued' });
    await answered(4, Date.parse('2026-02-11T00:00:00Z'), { sentAt: at('11:40:00') });
    await answered(1, at('10:10:00'), { campaignId: 'camp_2' });
    const range = { from: at('10:30:00'), to: Date.parse('2026-02-11T00:00:00Z') };
    const hours = [
      { at: at('10:00:00'), sent: 1, responses: 0, averageRating: null },
      { at: at('11:00:00'), sent: 3, responses: 0, averageRating: null },
      { at: at('12:00:00'), sent: 0, responses: 2, averageRating: 3.5 },
    ];
    expect(await store.series('camp_1', { ...range, granularity: 'hour' })).toEqual(hours);
    expect(await store.series('camp_1', { ...range, from: at('11:59:00'), granularity: 'hour' })).toEqual(hours.slice(1));
    expect(await store.series('camp_1', { ...range, to: range.to + 1, granularity: 'day' })).toEqual([
      { at: at('00:00:00'), sent: 4, responses: 2, averageRating: 3.5 },
      { at: range.to, sent: 0, responses: 1, averageRating: 4 },
    ]);
  });
}
