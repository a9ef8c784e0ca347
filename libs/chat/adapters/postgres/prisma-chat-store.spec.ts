import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { addressOf, startGate, throughGate } from '../../../../apps/api/test/support/gate.ts';
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

  const everything = (store: PrismaChatStore): (() => Promise<unknown>)[] => [
    () => store.join({ text: 'Ann', key: 'ann' }, 0),
    () => store.users(),
    () => store.append({ user: ANN, clientId: 'one', text: 'one', campaignId: null }),
    () => store.read({ limit: 1 }),
    () => store.room(),
    () => store.markRead(ANN.id, 1),
  ];
  const UNAVAILABLE = { code: 'CHAT_UNAVAILABLE', kind: 'unavailable', retryAfterSeconds: 2 };

  test('a database that does not answer is told as such', async () => {
    const database = new Database('postgresql://nobody@127.0.0.1:1/none', logger);
    for (const ask of everything(new PrismaChatStore(database.prisma, database.turnPool))) await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    await database.close();
  });

  test('so is one that breaks off in the middle of a question, or between two', async () => {
    const test = await createTestDatabase();
    const gate = await startGate(addressOf(test.url));
    const database = new Database(throughGate(test.url, gate), logger);
    const store = new PrismaChatStore(database.prisma, database.turnPool);
    try {
      for (const ask of everything(store)) {
        await eventually(() => store.users());
        gate.loseNextAnswer('chat_');
        await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
      }
      await eventually(() => Promise.all([store.users(), store.room()]));
      await gate.shut();
      for (const ask of everything(store)) await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    } finally {
      await database.close();
      await gate.close();
      await test.drop();
    }
  });

  test('so is one that ends connections, gives up a statement, or has no room for more', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const states = ['57P01', '57P02', '57P03', '57014', '53300', '53100', '08006', '40001', '40P01', '25006', '55P03', 'XX000'];
    try {
      for (const state of states) {
        const failing = (): Promise<never> => database.prisma.$executeRawUnsafe(`DO $$ BEGIN RAISE SQLSTATE '${state}'; END $$`) as Promise<never>;
        const store = new PrismaChatStore({ ...database.prisma, chatUser: { findMany: failing } } as unknown as typeof database.prisma, database.turnPool);
        await expect(store.users()).rejects.toMatchObject(UNAVAILABLE);
      }
    } finally {
      await database.close();
      await test.drop();
    }
  });

  test('a bug is not told as an outage: it would be tried again for ever', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const store = new PrismaChatStore(database.prisma, database.turnPool);
    const bug = expect.not.objectContaining({ code: 'CHAT_UNAVAILABLE' });
    try {
      for (const before of [1.5, 1e19, 1e300]) await expect(store.read({ before, limit: 1 })).rejects.toEqual(bug);
      await expect(store.markRead('nobody', 1)).rejects.toEqual(bug);
      await expect(store.append({ user: ANN, clientId: 'one', text: '\0', campaignId: null })).rejects.toEqual(bug);
      await database.pool.query('DELETE FROM chat_room');
      await expect(store.room()).rejects.toThrow(TypeError);
      await database.pool.query('ALTER TABLE chat_room RENAME TO room; ALTER TABLE chat_messages RENAME TO messages; ALTER TABLE chat_users RENAME name TO nickname');
      for (const ask of everything(store)) await expect(ask()).rejects.toEqual(bug);
    } finally {
      await database.close();
      await test.drop();
    }
  });
});
