import { type Admin, FetchIsolationLevels, ListOffsetTimestamps } from '@platformatic/kafka';

/**
 * Where partitions end for who reads committed records alone: the offset after the last one.
 *
 * @param partitions by topic
 * @returns by `topic:partition`
 */
export async function topicEnds(admin: Admin, partitions: ReadonlyMap<string, Iterable<number>>): Promise<Map<string, bigint>> {
  if (partitions.size === 0) return new Map();
  const listed = await admin.listOffsets({
    isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    topics: [...partitions].map(([name, numbers]) => ({ name, partitions: [...numbers].map((partitionIndex) => ({ partitionIndex, timestamp: ListOffsetTimestamps.LATEST })) })),
  });
  return new Map(listed.flatMap(({ name, partitions: ends }) => ends.map(({ partitionIndex, offset }) => [`${name}:${partitionIndex}`, offset] as const)));
}
