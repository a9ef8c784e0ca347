import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, FetchIsolationLevels, ListOffsetTimestamps, MessagesStreamModes, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';

export interface TopicRecord {
  topic: string;
  key?: string | undefined;
  value: string;
  partition?: number | undefined;
}

const PATIENCE_MS = 60_000;

/** Writes records in their order, and resolves when the brokers have them. */
export async function produce(brokers: string, records: readonly TopicRecord[]): Promise<void> {
  const producer = new Producer({ clientId: 'test', bootstrapBrokers: [brokers], serializers: stringSerializers, idempotent: true, retries: 10, retryDelay: 500 });
  try {
    for (let start = 0; start < records.length; start += 2_000) {
      await producer.send({
        messages: records.slice(start, start + 2_000).map(({ topic, key, value, partition }) => ({
          topic,
          value,
          ...(key !== undefined && { key }),
          ...(partition !== undefined && { partition }),
        })),
      });
    }
  } finally {
    await producer.close();
  }
}

/** Everything committed that a topic holds now, in the order of each partition. */
export async function readTopic(brokers: string, topic: string): Promise<{ key: string | undefined; value: string | undefined; partition: number }[]> {
  const consumer = new Consumer({ clientId: 'test', groupId: `test-${crypto.randomUUID()}`, bootstrapBrokers: [brokers], deserializers: stringDeserializers });
  try {
    const ends = (await consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.LATEST, isolationLevel: FetchIsolationLevels.READ_COMMITTED })).get(topic) ?? [];
    const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, isolationLevel: FetchIsolationLevels.READ_COMMITTED, autocommit: false, maxWaitTime: 100 });
    const records: { key: string | undefined; value: string | undefined; partition: number }[] = [];
    stream.on('data', ({ key, value, partition }) => records.push({ key, value, partition }));
    const deadline = Date.now() + PATIENCE_MS;
    // Offsets count the marks of transactions as well, so records cannot be counted up to the end.
    while (!ends.every((end, partition) => (stream.offsetsToFetch.get(`${topic}:${partition}`) ?? -1n) >= end) || stream.readableLength > 0) {
      if (Date.now() > deadline) throw new Error(`${topic} could not be read to its end`);
      await sleep(20);
    }
    return records;
  } finally {
    await consumer.close(true);
  }
}

/**
 * What a topic of results says: the last value of each key, by its key.
 *
 * @param exact reads the numbers of some fields from the digits that were written, where a double has too few
 */
export async function readResults<T>(brokers: string, topic: string, exact: Record<string, (digits: string) => unknown> = {}): Promise<Map<string, T>> {
  const results = new Map<string, T>();
  for (const { key, value } of await readTopic(brokers, topic)) {
    if (key === undefined || value === undefined) throw new Error(`${topic} has a record without a key or a value`);
    results.set(key, parseExactly(value, (name, read, { source }) => exact[name]?.(source!) ?? read) as T);
  }
  return results;
}

/** The types of the language do not know yet that a reviver is told the digits. */
const parseExactly = JSON.parse as (text: string, reviver: (name: string, read: unknown, context: { source?: string }) => unknown) => unknown;
