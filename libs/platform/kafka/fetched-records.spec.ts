import { describe, expect, it } from '@jest/globals';
import { type FetchedBatch, committedRecords } from './fetched-records.ts';

const TRANSACTIONAL = 0b1_0000;
const CONTROL = 0b10_0000;

function batch(firstOffset: number, values: string[], { producerId = 1, attributes = TRANSACTIONAL } = {}): FetchedBatch {
  return {
    attributes,
    firstOffset: BigInt(firstOffset),
    lastOffsetDelta: values.length - 1,
    producerId: BigInt(producerId),
    records: values.map((value, at) => ({ offsetDelta: at, value: Buffer.from(value) })),
  };
}

const marker = (offset: number, producerId = 1): FetchedBatch => batch(offset, ['marker'], { producerId, attributes: TRANSACTIONAL | CONTROL });

const values = (...args: Parameters<typeof committedRecords>): (string | null)[] => committedRecords(...args).records.map(({ value }) => value);

describe('Records that were fetched', () => {
  it('are read as text, with their offsets', () => {
    const { records, next } = committedRecords('t', 3, 10n, [batch(10, ['ä', 'b'], { attributes: 0 })], []);
    expect(records).toEqual([
      { topic: 't', partition: 3, offset: 10n, value: 'ä' },
      { topic: 't', partition: 3, offset: 11n, value: 'b' },
    ]);
    expect(next).toBe(12n);
  });

  it('begin with what was asked for, though a batch begins before', () => {
    expect(values('t', 0, 11n, [batch(10, ['a', 'b'])], [])).toEqual(['b']);
  });

  it('go on behind the marker of a transaction, which is no record', () => {
    expect(committedRecords('t', 0, 10n, [batch(10, ['a']), marker(11)], [])).toMatchObject({ records: [{ value: 'a' }], next: 12n });
    expect(committedRecords('t', 0, 11n, [marker(11)], [])).toEqual({ records: [], next: 12n });
  });

  it('are none of a transaction that was aborted, though its marker comes with a later answer', () => {
    const aborted = [{ producerId: 1n, firstOffset: 10n }];
    expect(committedRecords('t', 0, 10n, [batch(10, ['lost'])], aborted)).toEqual({ records: [], next: 11n });
  });

  it('of two aborted transactions of one producer are none, and those between them are committed', () => {
    const aborted = [{ producerId: 1n, firstOffset: 14n }, { producerId: 1n, firstOffset: 10n }];
    const batches = [batch(10, ['lost']), marker(11), batch(12, ['kept']), marker(13), batch(14, ['lost, too']), marker(15), batch(16, ['kept, too'])];
    expect(values('t', 0, 10n, batches, aborted)).toEqual(['kept', 'kept, too']);
  });

  it('of another producer in between are not touched', () => {
    const aborted = [{ producerId: 1n, firstOffset: 10n }];
    const batches = [batch(10, ['lost']), batch(11, ['of another'], { producerId: 2 }), batch(12, ['of none'], { producerId: -1, attributes: 0 }), marker(13)];
    expect(values('t', 0, 10n, batches, aborted)).toEqual(['of another', 'of none']);
  });
});
