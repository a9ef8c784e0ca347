import { expect } from '@jest/globals';
import { readCounted } from './counted.ts';
import { eventBody } from './events.ts';
import { RetryingClient } from './retrying-client.ts';

export interface Traffic {
  client: RetryingClient;
  sent: Set<string>;
  /** Ends the traffic and resolves when every retry has been answered. */
  finish(): Promise<void>;
}

/** Clients that retry, in singles and batches, with repetitions; and one whose lost requests are never sent again. */
export function startTraffic(urls: string[]): Traffic {
  const client = new RetryingClient(urls);
  const sent = new Set<string>();
  let running = true;
  const next = () => {
    const event = eventBody({ campaign_id: `camp_${sent.size % 3}`, occurred_at: new Date().toISOString(), type: sent.size % 9 ? 'impression' : 'click' });
    sent.add(event.event_id);
    return event;
  };
  const loop = async (step: () => Promise<void>): Promise<void> => {
    while (running) await step();
  };
  const loops = [
    ...Array.from({ length: 6 }, () => loop(() => client.send(next()))),
    ...Array.from({ length: 2 }, () =>
      loop(async () => {
        const batch = Array.from({ length: 40 }, next);
        await client.sendBatch([...batch, ...batch.slice(0, 8)]);
        await client.sendBatch(batch.slice(20));
      }),
    ),
    loop(() => client.sendOnce(next())),
  ];
  return {
    client,
    sent,
    finish: async () => {
      running = false;
      await Promise.all(loops);
    },
  };
}

/** Every acknowledged event is stored, nothing else is, and the minutes add up to what is stored. */
export async function expectExact(databaseUrl: string, { client, sent }: Traffic): Promise<void> {
  const counted = await readCounted(databaseUrl);
  expect([...client.acknowledged].filter((id) => !counted.ids.has(id))).toEqual([]);
  expect([...counted.ids].filter((id) => !sent.has(id))).toEqual([]);
  // The minutes contain each stored event once: no event is in two minutes' sums, none is in no sum.
  expect(counted.impressions + counted.clicks).toBe(counted.ids.size);
  expect(client.acknowledged.size).toBeGreaterThan(100);
}
