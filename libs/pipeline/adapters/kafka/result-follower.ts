import type { Logger } from 'pino';
import { followTopics, type TopicFollower } from '../../../platform/kafka/topic-follower.ts';
import { ANOMALIES_TOPIC, ENGAGEMENT_TOPIC, type ResultProjector } from '../../application/result-projector.ts';

/** @param namespace names the database: each is told everything, processes of one share it among them */
export function followResults(brokers: string[], namespace: string, projector: ResultProjector, logger: Logger): TopicFollower {
  return followTopics({ brokers, groupId: `${namespace}:pipeline`, topics: [ENGAGEMENT_TOPIC, ANOMALIES_TOPIC], handle: (records) => projector.project(records), logger });
}
