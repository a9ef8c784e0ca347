import type { KafkaSender, TopicRecord } from './kafka-sender.ts';
import type { EventOutcome } from './post-batch.ts';
import { readTopicRecord } from './topic-record.ts';

/** A broker takes 1 MiB of records for a partition at once, unless it is told otherwise. */
export const MAX_PRODUCED_BYTES = 900_000;

/**
 * Writes events to the topics that their form belongs to.
 *
 * @param events each the JSON text of an ad impression, of an ad click or of an event of `POST /events`
 * @returns one outcome per event, in order
 */
export async function produceBatch(sender: KafkaSender, events: readonly string[]): Promise<EventOutcome[]> {
  const records: TopicRecord[] = [];
  const read = events.map((event) => {
    const record = readTopicRecord(event);
    return 'problem' in record ? record.problem : records.push(record) - 1;
  });
  const outcomes = await sender.send(records);
  return read.map((it) => (typeof it === 'string' ? { status: 'rejected', reason: it } : outcomes[it]!));
}
