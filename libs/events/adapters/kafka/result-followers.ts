import type { Logger } from 'pino';
import { BrokerOffsets, GroupBarrier } from '../../../platform/kafka/group-barrier.ts';
import { type TopicFollower, followTopics } from '../../../platform/kafka/topic-follower.ts';
import type { LateArrivals } from '../../application/late-arrivals.ts';
import type { PipelineFigures } from '../../application/pipeline-figures.ts';
import type { Projector } from '../../application/projector.ts';

interface Parts {
  brokers: string[];
  /** Names the database: each is told everything, processes of one share it among them. */
  namespace: string;
  projector: Projector;
  late: LateArrivals;
  /** What `late` waits for. */
  counted: GroupBarrier;
  figures: PipelineFigures;
  logger: Logger;
}

const LATE = 'late-events';
const COUNTS = 'counts';

/**
 * Tells when what was delivered before a late event is counted, and its counts are in this database. Flink writes down no position behind
 * the mark that ends a transaction: it passes that with the next tick, and ticks come into every partition.
 */
export function countedBarrier(brokers: string[], namespace: string): GroupBarrier {
  const stages = [
    // A repetition may be in another partition than what came first, if there are more partitions by now.
    { groupId: 'count-once', topic: 'events' },
    { groupId: 'aggregate', topic: 'counted-events' },
    { groupId: groupOf(namespace, COUNTS), topic: 'minute-stats' },
  ];
  return new GroupBarrier(LATE, stages, () => new BrokerOffsets(brokers));
}

/** Follows what was counted, in groups of their own: the many events do not keep the counts waiting. */
export class ResultFollowers {
  private followers: TopicFollower[] = [];

  constructor(private readonly parts: Parts) {}

  start(): void {
    const { brokers, namespace, projector, late, figures, logger } = this.parts;
    const follow = (name: string, topics: string[], handle: Projector['count']): TopicFollower =>
      followTopics({ brokers, groupId: groupOf(namespace, name), topics, handle, logger });
    this.followers = [
      follow(COUNTS, ['minute-stats', 'minute-breakdowns', 'simulation-counts'], (records) => projector.count(records)),
      follow('feed', ['counted-events'], (records) => projector.show(records)),
      follow('late', [LATE], async (records) => {
        await late.take(records);
        figures.handled(LATE);
      }),
    ];
    for (const follower of this.followers) figures.follow(follower);
  }

  async stop(): Promise<void> {
    this.parts.counted.stop();
    await Promise.all(this.followers.map((follower) => follower.stop()));
  }
}

function groupOf(namespace: string, name: string): string {
  return `${namespace}:${name}`;
}
