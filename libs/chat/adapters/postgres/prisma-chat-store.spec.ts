import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { createTestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { Database } from '../../../platform/database.ts';
import { chatStoreContract } from '../../application/chat-store.contract.ts';
import { PrismaChatStore } from './prisma-chat-store.ts';

const logger = pino({ enabled: false });
const ANN = { id: '00000000-0000-4000-8000-000000000000', name: 'Ann' };

describe('PrismaChatStore', () => {
  chatStoreContract(async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    return {
      store: new PrismaChatStore(database.prisma, database.turnPool),
      clear: async () => {
        await database.pool.query('TRUNCATE chat_users, chat_messages');
        await database.pool.query('UPDATE chat_room SET last_sequence = 0');
      },
      stop: async () => {
        await database.close();
        await test.drop();
      },
    };
  });

  test('the same message twice at the same moment is stored once, and both are told so', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const store = new PrismaChatStore(database.prisma, database.turnPool);
    const { user } = await store.join({ text: 'Ann', key: 'ann' }, 0);
    const other = await database.pool.connect();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM chat_room FOR UPDATE');
      const sent = [1, 2, 3].map(() => store.append({ user, clientId: 'one', text: 'one', campaignId: null }));
      await eventually(async () => expect((await database.pool.query(waiting)).rowCount).toBe(2));
      await other.query('COMMIT');
      const answers = await Promise.all(sent);
      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(answers.map(({ message }) => message.sequence))).toEqual(new Set([1]));
      expect(await store.room()).toMatchObject({ newest: 1 });
    } finally {
      other.release(true);
      await database.close();
      await test.drop();
    }
  });

  test('however many messages wait for their turn, nothing else waits with them', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const store = new PrismaChatStore(database.prisma, database.turnPool);
    const { user } = await store.join({ text: 'Ann', key: 'ann' }, 0);
    const other = await database.pool.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM chat_room FOR UPDATE');
      const sent = Array.from({ length: 50 }, (_, index) => store.append({ user, clientId: `message ${index}`, text: 'one of many', campaignId: null }));
      expect((await store.users()).length).toBe(1);
      await other.query('COMMIT');
      const sequences = (await Promise.all(sent)).map(({ message }) => message.sequence);
      expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    } finally {
      other.release(true);
      await database.close();
      await test.drop();
    }
  });

  test('a database that does not answer is told as such', async () => {
    const database = new Database('postgresql://nobody@127.0.0.1:1/none', logger);
    const store = new PrismaChatStore(database.prisma, database.turnPool);
    const asked = [
      () => store.join({ text: 'Ann', key: 'ann' }, 0),
      () => store.users(),
      () => store.append({ user: ANN, clientId: 'one', text: 'one', campaignId: null }),
      () => store.read({ limit: 1 }),
      () => store.room(),
      () => store.markRead(ANN.id, 1),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'CHAT_UNAVAILABLE', kind: 'unavailable', retryAfterSeconds: 2 });
    await database.close();
  });
});
