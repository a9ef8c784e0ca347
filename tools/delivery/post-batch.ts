import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Sender } from './sender.ts';
import { describeErrors } from './retry-policy.ts';

/** What became of one event of a batch. `refused`: the whole request was, so nothing is known about this event. */
export type EventOutcome =
  | { status: 'accepted' | 'duplicate'; ms: number }
  | { status: 'rejected'; reason: string }
  | { status: 'refused'; reason: string }
  | { status: 'undelivered' };

/** Limits of `POST /events/batch`; the bytes leave room for what is counted differently on the way. */
export const MAX_BATCH_EVENTS = 5_000;
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;

interface ItemResult {
  status: 'accepted' | 'duplicate' | 'rejected';
  errors?: { field: string; message: string }[];
}

const compress = promisify(gzip);

/**
 * Delivers events to `POST /events/batch` as gzipped NDJSON. A batch that is too large is sent in halves.
 *
 * @param events each one line of JSON text, none of them blank
 * @returns one outcome per event, in order
 */
export async function postBatch(sender: Sender, events: readonly string[]): Promise<EventOutcome[]> {
  // The fastest level: on one machine the compressor and the server share the processor.
  const body = await compress(events.join('\n'), { level: constants.Z_BEST_SPEED });
  const outcome = await sender.post({
    path: 'events/batch',
    headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
    body,
    read: (text) => readResults(text, events.length),
  });
  switch (outcome.kind) {
    case 'acknowledged':
      return outcome.result.map(({ status, errors = [] }) =>
        status === 'rejected' ? { status, reason: describeErrors(errors) } : { status, ms: outcome.ms },
      );
    case 'too-large': {
      if (events.length === 1) return [{ status: 'rejected', reason: 'is larger than the server takes' }];
      const middle = events.length >> 1;
      return [...(await postBatch(sender, events.slice(0, middle))), ...(await postBatch(sender, events.slice(middle)))];
    }
    case 'refused':
      return events.map(() => ({ status: 'refused', reason: outcome.reason }));
    case 'undelivered':
      return events.map(() => ({ status: 'undelivered' }));
  }
}

function readResults(body: string, expected: number): ItemResult[] | undefined {
  try {
    const { results } = JSON.parse(body) as { results?: ItemResult[] };
    return Array.isArray(results) && results.length === expected ? results : undefined;
  } catch {
    return undefined;
  }
}
