/** A record as a follower of topics gets it; its value is UTF-8 text. */
export interface TopicRecord {
  topic: string;
  partition: number;
  offset: bigint;
  value: string | null;
}

/** What of a record batch matters here, in the client's own words. */
export interface FetchedBatch {
  attributes: number;
  firstOffset: bigint;
  lastOffsetDelta: number;
  producerId: bigint;
  records: { offsetDelta: number; value: Buffer | null }[];
}

interface AbortedTransaction {
  producerId: bigint;
  firstOffset: bigint;
}

const IS_TRANSACTIONAL = 0b1_0000;
const IS_CONTROL = 0b10_0000;

/**
 * The records from offset `from` on that are committed, and where to go on reading. A broker asked for committed records sends those of
 * aborted transactions too, and says which they are: those of a producer from the given offset up to its next marker. The client leaves
 * some of them in (where the marker is in the next answer, or the producer aborted twice), so they are left out here.
 */
export function committedRecords(
  topic: string,
  partition: number,
  from: bigint,
  batches: FetchedBatch[],
  aborted: AbortedTransaction[],
): { records: TopicRecord[]; next: bigint } {
  const begins = aborted.toSorted((a, b) => Number(a.firstOffset - b.firstOffset));
  const aborting = new Set<bigint>();
  const records: TopicRecord[] = [];
  let next = from;
  for (const batch of batches) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    while (begins.length > 0 && begins[0]!.firstOffset <= last) aborting.add(begins.shift()!.producerId);
    if (last >= next) next = last + 1n;
    if ((batch.attributes & IS_CONTROL) !== 0) {
      aborting.delete(batch.producerId);
      continue;
    }
    if ((batch.attributes & IS_TRANSACTIONAL) !== 0 && aborting.has(batch.producerId)) continue;
    for (const record of batch.records) {
      const offset = batch.firstOffset + BigInt(record.offsetDelta);
      // A batch is sent whole, from before the offset that was asked for.
      if (offset < from) continue;
      records.push({ topic, partition, offset, value: record.value === null ? null : record.value.toString() });
    }
  }
  return { records, next };
}
