import type { Logger } from 'pino';
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
  figures: PipelineFigures;
  logger: Logger;
}

/** Follows what was counted, in groups of their own: the many events do not keep the counts waiting. */
export class ResultFollowers {
  private followers: TopicFollower[] = [];

  constructor(private readonly parts: Parts) {}

  start(): void {
    const { brokers, namespace, projector, late, figures, logger } = this.parts;
    const follow = (name: string, topics: string[], handle: Projector['count']): TopicFollower =>
      followTopics({ brokers, groupId: `${namespace}:${name}`, topics, handle, logger });
    this.followers = [
      follow('counts', ['minute-stats', 'minute-breakdowns', 'simulation-counts'], (records) => projector.count(records)),
      follow('feed', ['counted-events'], (records) => projector.show(records)),
      follow('late', ['late-events'], async (records) => {
        await late.take(records);
        figures.handled('late-events');
      }),
    ];
    for (const follower of this.followers) figures.follow(follower);
  }

  async stop(): Promise<void> {
    await Promise.all(this.followers.map((follower) => follower.stop()));
  }
}
