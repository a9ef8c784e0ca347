import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Consumer, FetchIsolationLevels, ListOffsetTimestamps, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka';
import { kafkaConnection } from '../../libs/platform/kafka/connection.ts';
import { within } from '../../libs/platform/kafka/within.ts';

const PATIENCE_MS = 60_000;
const GROUP = 'count-once';
const COUNTED = 'counted-events';

/**
 * Whether `count-once` has counted before: it has told the brokers how far it had read, and what it counted is still there. One that began
 * anew beside that would count everything again.
 *
 * Where only the first holds, everything is to be counted again on purpose, and what the group has told is forgotten: whoever asks
 * how far the counting has come would otherwise be told how far it had come before.
 *
 * @throws when the brokers do not say
 */
export async function hasCountedBefore(brokers: string, prefix: string): Promise<boolean> {
  const options = { ...kafkaConnection(brokers.split(',')), clientId: 'flightdeck-jobs', retries: 5, retryDelay: 1_000 };
  const admin = new Admin(options);
  const consumer = new Consumer({ ...options, groupId: `flightdeck-jobs-${crypto.randomUUID()}`, deserializers: stringDeserializers });
  try {
    return await within(PATIENCE_MS, look(admin, consumer, prefix));
  } finally {
    void Promise.allSettled([admin.close(), consumer.close(true)]);
  }
}

async function look(admin: Admin, consumer: Consumer<string, string, string, string>, prefix: string): Promise<boolean> {
  const groups = [prefix + GROUP];
  const told = (await admin.listConsumerGroupOffsets({ groups })).some(({ topics }) => topics.some(({ partitions }) => partitions.some(({ committedOffset }) => committedOffset >= 0n)));
  if (!told) return false;
  if (await holdsEvents(consumer, prefix + COUNTED)) return true;
  await admin.deleteGroups({ groups });
  return false;
}

/** Ticks are no events: they come from the API processes, as soon as the topic is there. */
async function holdsEvents(consumer: Consumer<string, string, string, string>, topic: string): Promise<boolean> {
  const ends = (await consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.LATEST, isolationLevel: FetchIsolationLevels.READ_COMMITTED })).get(topic) ?? [];
  const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, isolationLevel: FetchIsolationLevels.READ_COMMITTED, autocommit: false, maxWaitTime: 100 });
  let found = false;
  let failure: unknown;
  stream.on('error', (error) => (failure = error));
  stream.on('data', ({ value }) => (found ||= (JSON.parse(value) as { type: string }).type !== 'tick'));
  const isAtTheEnd = () => stream.readableLength === 0 && ends.every((end, partition) => (stream.offsetsToFetch.get(`${topic}:${partition}`) ?? -1n) >= end);
  while (!found && !isAtTheEnd()) {
    // What could not be read to its end is not empty.
    if (stream.destroyed) throw new Error(`${topic} could not be read`, { cause: failure });
    await sleep(20);
  }
  return found;
}
