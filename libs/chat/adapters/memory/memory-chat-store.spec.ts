import { describe } from '@jest/globals';
import { chatStoreContract } from '../../application/chat-store.contract.ts';
import type { ChatStore } from '../../application/ports.ts';
import { MemoryChatStore } from './memory-chat-store.ts';

describe('MemoryChatStore', () => {
  chatStoreContract(() => {
    let present = new MemoryChatStore();
    // A store that begins anew for each test, behind one that stays.
    const store: ChatStore = {
      join: (name) => present.join(name),
      users: () => present.users(),
      append: (message) => present.append(message),
      hasSaid: (clientId) => present.hasSaid(clientId),
      read: (range) => present.read(range),
      room: () => present.room(),
      markRead: (userId, upTo) => present.markRead(userId, upTo),
    };
    const clear = () => {
      present = new MemoryChatStore();
      return Promise.resolve();
    };
    return Promise.resolve({ store, clear, stop: () => Promise.resolve() });
  });
});
