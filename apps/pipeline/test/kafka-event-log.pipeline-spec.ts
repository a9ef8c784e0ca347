import { describe, expect, test } from '@jest/globals';
import { createTopics } from '../topics.ts';
import { startKafka } from './support/lone-kafka.ts';
import { readTopic } from './support/topic-records.ts';
import { adEvent } from '../../api/test/support/events.ts';
import { eventAppendContract } from '../../../libs/events/application/event-append.contract.ts';
import { PipelineFigures } from '../../../libs/events/application/pipeline-figures.ts';
import { KafkaEventLog } from '../../../libs/events/adapters/kafka/kafka-event-log.ts';

describe('KafkaEventLog', () => {
  let log: KafkaEventLog;
  const figures = new PipelineFigures();

  eventAppendContract(async () => {
    const kafka = await startKafka();
    await createTopics({ brokers: kafka.brokers, partitions: 3, replicas: 1 });
    log = new KafkaEventLog([kafka.brokers], figures);
    return {
      store: log,
      kept: async (ids) => {
        const keys = new Set((await readTopic(kafka.brokers, 'events')).map(({ key }) => key));
        return new Set(ids.filter((id) => keys.has(id)));
      },
      stop: async () => {
        await log.close();
        await kafka.stop();
      },
    };
  });

  test('an event that came before is kept again: whoever counts knows its id', async () => {
    const event = adEvent();
    const before = figures.produced;
    for (const _ of [1, 2]) expect(await log.append([event])).toMatchObject({ stored: [true], commit: undefined });
    expect(figures.produced).toBe(before + 2);
  });

  test('an event that the topic does not take is refused, and goes nowhere', async () => {
    const huge = { ...adEvent(), metadata: JSON.stringify({ rest: 'x'.repeat(5_000_000) }) };
    await expect(log.append([huge])).rejects.toMatchObject({ code: 'EVENT_REFUSED', kind: 'invalid' });
    expect((await log.append([adEvent()])).stored).toEqual([true]);
  });
});
