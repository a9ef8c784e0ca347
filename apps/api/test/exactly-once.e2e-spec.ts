import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventBody, eventBody } from './support/events.ts';
import { readCounted } from './support/counted.ts';
import { type Product, startProduct } from './support/product.ts';

interface Answer {
  status?: string;
  accepted: number;
  duplicates: number;
  rejected: number;
}

describe('two API processes on one database', () => {
  let first: Product;
  let second: Product;

  beforeAll(async () => {
    first = await startProduct();
    second = await startProduct({ database: first.database });
  });

  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  async function post(product: Product, path: string, body: unknown): Promise<{ status: number; body: Answer }> {
    const response = await fetch(product.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  async function sums(product: Product, campaignId: string): Promise<{ impressions: number; clicks: number }> {
    const response = await fetch(`${product.url}/stats?campaign_id=${campaignId}&from=2026-02-10T00:00:00Z&to=2026-02-12T00:00:00Z`);
    const { series } = (await response.json()) as { series: { impressions: number; clicks: number }[] };
    return {
      impressions: series.reduce((sum, point) => sum + point.impressions, 0),
      clicks: series.reduce((sum, point) => sum + point.clicks, 0),
    };
  }

  test('200 parallel posts of one event_id are all acknowledged and counted once', async () => {
    const event = eventBody({ campaign_id: 'parallel', type: 'click' });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => post(index % 2 ? first : second, '/events', event)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(200).fill(202));
    expect(answers.filter((answer) => answer.body.status === 'accepted')).toHaveLength(1);
    expect(await sums(first, 'parallel')).toEqual({ impressions: 0, clicks: 1 });
    expect(await sums(second, 'parallel')).toEqual({ impressions: 0, clicks: 1 });
  });

  test('50,000 events from 16 clients, every fifth delivered twice, add up exactly', async () => {
    const campaigns = 7;
    const events = Array.from({ length: 50_000 }, (_, index) =>
      eventBody({
        campaign_id: `load_${index % campaigns}`,
        type: index % 10 === 0 ? 'click' : 'impression',
        occurred_at: new Date(Date.UTC(2026, 1, 10, 21, 0, index % 3600)).toISOString(),
        metadata: { device_type: index % 2 ? 'mobile' : 'desktop', cost: 0.01 },
      }),
    );
    const deliveries: EventBody[] = [...events, ...events.filter((_, index) => index % 5 === 0)];
    shuffle(deliveries);

    const clients = 16;
    const totals = { accepted: 0, duplicates: 0, rejected: 0 };
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        const mine = deliveries.filter((_event, index) => index % clients === client);
        for (let start = 0, turn = client; start < mine.length; turn += 1) {
          const size = 1 + ((turn * 37) % 200);
          const answer = await post(turn % 2 ? first : second, '/events/batch', mine.slice(start, start + size));
          expect(answer.status).toBe(202);
          totals.accepted += answer.body.accepted;
          totals.duplicates += answer.body.duplicates;
          totals.rejected += answer.body.rejected;
          start += size;
        }
      }),
    );

    expect(totals).toEqual({ accepted: 50_000, duplicates: 10_000, rejected: 0 });
    for (let campaign = 0; campaign < campaigns; campaign += 1) {
      const own = events.filter((event) => event.campaign_id === `load_${campaign}`);
      const clicks = own.filter((event) => event.type === 'click').length;
      expect(await sums(first, `load_${campaign}`)).toEqual({ impressions: own.length - clicks, clicks });
    }
    const counted = await readCounted(first.database.url);
    expect(counted.impressions + counted.clicks).toBe(counted.ids.size);
  });

  test('what one process acknowledged, the other one shows at once', async () => {
    for (let round = 1; round <= 20; round += 1) {
      await post(round % 2 ? first : second, '/events', eventBody({ campaign_id: 'visible' }));
      expect(await sums(round % 2 ? second : first, 'visible')).toEqual({ impressions: round, clicks: 0 });
    }
  });
});

function shuffle(items: unknown[]): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [items[index], items[other]] = [items[other], items[index]];
  }
}
