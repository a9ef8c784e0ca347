import { describe } from '@jest/globals';
import { feedbackStoreContract } from '../../application/feedback-store.contract.ts';
import type { FeedbackStore } from '../../application/ports.ts';
import { MemoryFeedbackStore } from './memory-feedback-store.ts';

describe('MemoryFeedbackStore', () => {
  feedbackStoreContract(() => {
    let present = new MemoryFeedbackStore();
    // A store that begins anew for each test, behind one that stays.
    const store: FeedbackStore = {
      findByToken: (token) => present.findByToken(token),
      answer: (recipientId, answer) => present.answer(recipientId, answer),
      setUnsubscribed: (recipientId, unsubscribed) => present.setUnsubscribed(recipientId, unsubscribed),
      responses: (...query) => present.responses(...query),
      figures: (campaignId) => present.figures(campaignId),
      series: (campaignId, range) => present.series(campaignId, range),
    };
    const clear = () => {
      present = new MemoryFeedbackStore();
      return Promise.resolve();
    };
    return Promise.resolve({ store, invite: (recipient) => Promise.resolve(present.invite(recipient)), clear, stop: () => Promise.resolve() });
  });
});
