import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { MemoryFeedbackStore } from '../adapters/memory/memory-feedback-store.ts';
import type { FeedbackGiven } from '../domain/domain-events.ts';
import { AnswerFeedback, AnswerFeedbackHandler } from './answer-feedback.ts';

const TOKEN = 'x'.repeat(22);
const ANN = { recipientId: 'ann', campaignId: 'camp_1', campaignName: 'Spring sale', name: 'Ann', email: 'ann@example.com', phone: null, sentAt: null, answer: null, status: 'sent', token: TOKEN } as const;
const FINE = { rating: 4, comment: 'Fine' };

describe('an answer', () => {
  /** @param race what happens between the look at the invitation and the answer */
  function prepare(race: (store: MemoryFeedbackStore) => Promise<unknown> = () => Promise.resolve()) {
    class Raced extends MemoryFeedbackStore {
      override async answer(...args: Parameters<MemoryFeedbackStore['answer']>): Promise<boolean> {
        await race(this);
        return super.answer(...args);
      }
      answerAhead(answer: typeof FINE): Promise<boolean> {
        return super.answer('ann', answer);
      }
    }
    const store = new Raced();
    store.invite(ANN);
    const publisher = new InProcessDomainEvents(pino({ enabled: false }));
    const told: string[] = [];
    publisher.subscribe<FeedbackGiven>('FeedbackGiven', { handle: ({ event }) => void told.push(event.campaignId) });
    const handler = new AnswerFeedbackHandler(store, publisher);
    return { store, told, answer: () => handler.execute(new AnswerFeedback(TOKEN, FINE)) };
  }

  test('that the same one has overtaken is that answer, and is told', async () => {
    const { answer, told } = prepare((store) => (store as ReturnType<typeof prepare>['store']).answerAhead(FINE));
    expect(await answer()).toEqual(FINE);
    await eventually(() => expect(told).toEqual(['camp_1']));
  });

  test('that another one has overtaken is refused, and the other one is kept', async () => {
    const { answer, store, told } = prepare((raced) => (raced as ReturnType<typeof prepare>['store']).answerAhead({ rating: 1, comment: '' }));
    await expect(answer()).rejects.toMatchObject({ kind: 'conflict', code: 'FEEDBACK_GIVEN_BEFORE', message: expect.stringContaining('1 of 5 stars') });
    expect((await store.findByToken(TOKEN))!.answer).toMatchObject({ rating: 1 });
    expect(told).toEqual([]);
  });

  test('of somebody who is removed meanwhile leads to nobody', async () => {
    const { answer, store } = prepare((raced) => Promise.resolve(raced.remove('ann')));
    await expect(answer()).rejects.toMatchObject({ kind: 'not-found', code: 'FEEDBACK_LINK_UNKNOWN' });
    expect(await store.responses('camp_1', 1)).toEqual([]);
  });
});
