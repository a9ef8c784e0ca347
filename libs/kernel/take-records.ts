import { DomainError } from './domain-error.ts';
import { type Check, type Fields, readRecord } from './record-fields.ts';

/** A record of a topic; `value` is JSON. */
export interface ResultRecord {
  topic: string;
  partition: number;
  offset: bigint;
  value: string | null;
}

export interface ReadableRecord<Read = Fields> {
  record: ResultRecord;
  /** Its value. */
  text: string;
  /** What that says. */
  fields: Read;
}

export type Report = (message: string, details: object) => void;

/** Rows that are locked in one transaction: whoever writes beside it waits some tens of milliseconds at most. */
const AT_ONCE = 2_000;

/**
 * Hands records of a topic on, those that can be read, in parts. Those that cannot are told of and left out; so are those that cannot be
 * stored: told again, they would keep their partition for ever.
 *
 * @param store throws a DomainError of the kind `invalid` for what it refuses; whatever else it throws means that all is to be told again
 */
export async function takeRecords<Read = Fields>(
  records: readonly ResultRecord[],
  check: Check,
  store: (part: readonly ReadableRecord<Read>[]) => Promise<void>,
  report: Report,
): Promise<void> {
  const readable: ReadableRecord<Read>[] = [];
  const problems: { record: ResultRecord; problem: string }[] = [];
  for (const record of records) {
    if (record.value === null) continue; // a key was deleted: what was told of it stays
    const fields = readRecord<Read>(record.value, check);
    if (typeof fields === 'string') problems.push({ record, problem: fields });
    else readable.push({ record, text: record.value, fields });
  }
  for (let start = 0; start < readable.length; start += AT_ONCE) {
    const refused = await storeUnlessRefused(readable.slice(start, start + AT_ONCE), store);
    for (const [{ record }, cause] of refused) problems.push({ record, problem: String(cause) });
  }
  if (problems.length === 0) return;
  const [{ record, problem }] = problems as [(typeof problems)[number]];
  const { topic, partition, offset } = record;
  report('records of a topic cannot be read and are left out', { topic, records: problems.length, first: { partition, offset: String(offset), problem } });
}

/**
 * Stores what can be stored: an item that is refused (a DomainError of the kind `invalid`) is found by halving, its neighbours are kept. Storing an item twice must not matter.
 *
 * @returns the items that were refused, with the causes
 */
export async function storeUnlessRefused<Item>(items: readonly Item[], store: (part: readonly Item[]) => Promise<void>): Promise<Map<Item, unknown>> {
  if (items.length === 0) return new Map();
  try {
    await store(items);
    return new Map();
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
    if (items.length === 1) return new Map([[items[0]!, error.cause]]);
    const middle = items.length >> 1;
    return new Map([...(await storeUnlessRefused(items.slice(0, middle), store)), ...(await storeUnlessRefused(items.slice(middle), store))]);
  }
}
