import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { hasCountedBefore } from '../counted-before.ts';
import { createTopics } from '../topics.ts';
import { type LoneKafka, startKafka } from './support/lone-kafka.ts';
import { produce } from './support/topic-records.ts';

/** The first run fetches the broker. */
const START_MS = 300_000;

let kafka: LoneKafka;
let admin: Admin;

beforeAll(async () => {
  kafka = await startKafka();
  admin = new Admin({ clientId: 'test', bootstrapBrokers: [kafka.brokers] });
}, START_MS);

afterAll(async () => {
  await admin?.close();
  await kafka?.stop();
}, START_MS);

/** Topics of their own; as a job does it, `count-once` tells how far it has come. */
async function prepare(prefix: string, { hasTold }: { hasTold: boolean }): Promise<void> {
  await createTopics({ brokers: kafka.brokers, prefix, partitions: 2, replicas: 1 });
  await produce(kafka.brokers, [{ topic: `${prefix}events`, partition: 0, value: '{}' }]);
  if (hasTold) await admin.alterConsumerGroupOffsets({ groupId: `${prefix}count-once`, topics: [{ name: `${prefix}events`, partitionOffsets: [{ partition: 0, offset: 1n }] }] });
}

const count = (prefix: string, ...types: string[]) => produce(kafka.brokers, types.map((type, index) => ({ topic: `${prefix}counted-events`, partition: index % 2, value: JSON.stringify({ type, occurred_at: 0 }) })));
const groups = async () => [...(await admin.listGroups()).keys()];

test('nobody has counted before the first start', async () => {
  await prepare('new-', { hasTold: false });
  expect(await hasCountedBefore(kafka.brokers, 'new-')).toBe(false);
});

test('it has where what it counted is there', async () => {
  await prepare('known-', { hasTold: true });
  await count('known-', 'tick', 'tick', 'impression');
  expect(await hasCountedBefore(kafka.brokers, 'known-')).toBe(true);
  expect(await groups()).toContain('known-count-once');
});

test('it has not where that was removed, whatever ticks there are; how far it had come is forgotten', async () => {
  await prepare('again-', { hasTold: true });
  await count('again-', 'tick', 'tick', 'tick', 'tick');
  expect(await hasCountedBefore(kafka.brokers, 'again-')).toBe(false);
  expect(await groups()).not.toContain('again-count-once');
});

test('brokers that do not answer are no reason to count anew', async () => {
  await kafka.broker.kill();
  await expect(hasCountedBefore(kafka.brokers, 'known-')).rejects.toThrow('Listing consumer group offsets failed.');
}, START_MS);
