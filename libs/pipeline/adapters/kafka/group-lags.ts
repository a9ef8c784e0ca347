import { Admin } from '@platformatic/kafka';
import { kafkaConnection } from '../../../platform/kafka/connection.ts';
import { topicEnds } from '../../../platform/kafka/topic-ends.ts';
import { within } from '../../../platform/kafka/within.ts';

const PATIENCE_MS = 10_000;

/** How many records groups have still to read of the topics that they read. */
export class GroupLags {
  private admin: Admin;

  constructor(private readonly brokers: string[]) {
    this.admin = connect(brokers);
  }

  /** @returns by group; one that has written down no position is left out */
  async read(groups: readonly string[]): Promise<Map<string, number>> {
    const { admin } = this;
    try {
      return await within(PATIENCE_MS, this.readOf(groups));
    } catch (error) {
      if (this.admin === admin) this.admin = connect(this.brokers);
      admin.close().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.admin.close();
  }

  private async readOf(groups: readonly string[]): Promise<Map<string, number>> {
    const found = await this.admin.listConsumerGroupOffsets({ groups: [...groups] });
    const topics = new Map<string, Set<number>>();
    for (const { topics: own } of found) for (const { name, partitions } of own) for (const { partitionIndex } of partitions) topics.set(name, (topics.get(name) ?? new Set()).add(partitionIndex));
    const ends = await topicEnds(this.admin, topics);
    return new Map(
      found.flatMap(({ groupId, topics: own }) => {
        const behind = own.flatMap(({ name, partitions }) =>
          partitions.flatMap(({ partitionIndex, committedOffset }) => {
            const end = ends.get(`${name}:${partitionIndex}`);
            return end === undefined || committedOffset < 0n ? [] : [Math.max(0, Number(end - committedOffset))];
          }),
        );
        return behind.length === 0 ? [] : [[groupId, behind.reduce((sum, each) => sum + each, 0)] as const];
      }),
    );
  }
}

function connect(brokers: string[]): Admin {
  return new Admin({ ...kafkaConnection(brokers), clientId: 'flightdeck-lags', retries: 0 });
}
