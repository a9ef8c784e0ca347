import { describe } from '@jest/globals';
import type { RecipientStore } from '../../application/ports.ts';
import { recipientStoreContract } from '../../application/recipient-store.contract.ts';
import { MemoryRecipientStore } from './memory-recipient-store.ts';

describe('MemoryRecipientStore', () => {
  recipientStoreContract(() => {
    const empty = () => new MemoryRecipientStore((id) => ['camp_1', 'camp_2'].includes(id));
    let present = empty();
    // A store that begins anew for each test, behind one that stays.
    const store: RecipientStore = {
      merge: (campaignId, contacts) => present.merge(campaignId, contacts),
      add: (campaignId, contact) => present.add(campaignId, contact),
      findAll: (ids) => present.findAll(ids),
      change: (id, changes) => present.change(id, changes),
      remove: (id) => present.remove(id),
      page: (query) => present.page(query),
      attempts: () => present.attempts(),
    };
    const clear = () => {
      present = empty();
      return Promise.resolve();
    };
    return Promise.resolve({ store, clear, stop: () => Promise.resolve() });
  });
});
