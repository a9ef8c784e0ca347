import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BudgetWatch } from '../../../libs/campaigns/application/budget-watch.ts';
import type { BudgetExhausted } from '../../../libs/campaigns/domain/domain-events.ts';
import { dayOf } from '../../../libs/kernel/time-zone.ts';
import { DomainEventPublisher } from '../../../libs/kernel/domain-events.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { startProduct } from './support/product.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const MINUTE = 60_000;
const TIME_ZONE = 'Asia/Kolkata';

let application: TestApplication;
const told: BudgetExhausted[] = [];

beforeAll(async () => {
  application = await startTestApplication();
  application.app.get(DomainEventPublisher).subscribe<BudgetExhausted>('BudgetExhausted', { handle: ({ event }) => void told.push(event) });
});

afterAll(() => application.stop());

const newId = (): string => `camp_${randomUUID()}`;

async function create(url: string, id = newId()): Promise<string> {
  expect(await post(`${url}/api/campaigns`, { id, name: 'Spring sale', daily_budget: 10, time_zone: TIME_ZONE })).toMatchObject({ status: 201 });
  return id;
}

async function edit(id: string, changes: object): Promise<void> {
  const answer = await send(`${application.url}/api/campaigns/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(changes) });
  expect(answer).toMatchObject({ status: 200 });
}

/** Reports impressions of now, one for each cost. */
async function spend(url: string, id: string, costs: number[]): Promise<void> {
  const events = costs.map((cost) => eventBody({ campaign_id: id, occurred_at: new Date().toISOString(), metadata: { cost } }));
  expect(await post(`${url}/events/batch`, events)).toMatchObject({ status: 202, body: { accepted: costs.length } });
}

/** Waits when the day of this test would end in the middle of it. */
async function today(): Promise<number> {
  const { start, end } = dayOf(Date.now(), TIME_ZONE);
  if (end - Date.now() > MINUTE) return start;
  await new Promise((resolve) => setTimeout(resolve, end - Date.now()));
  return end;
}

const toldOf = (id: string): BudgetExhausted[] => told.filter(({ campaignId }) => campaignId === id);
const known = ({ app }: TestApplication, id: string): BudgetExhausted[] => app.get(BudgetWatch).exhausted().filter(({ campaignId }) => campaignId === id);

test('events that use a budget up are told, once for each budget, and a process that is started afterwards knows', async () => {
  const dayStart = await today();
  const id = await create(application.url);
  await spend(application.url, id, [4.99, 5]);
  const other = await create(application.url);
  await spend(application.url, other, [10.5]);
  await eventually(() => expect(toldOf(other)).toEqual([{ type: 'BudgetExhausted', campaignId: other, name: 'Spring sale', budget: 10, spent: 10.5, dayStart }]));
  expect(toldOf(id)).toEqual([]);
  await spend(application.url, id, [0.01]);
  await eventually(() => expect(toldOf(id)).toEqual([{ type: 'BudgetExhausted', campaignId: id, name: 'Spring sale', budget: 10, spent: 10, dayStart }]));

  await edit(id, { daily_budget: 20, name: 'Summer sale' });
  await eventually(() => expect(known(application, id)).toEqual([]));
  await spend(application.url, id, [3, 3, 3, 3]);
  const again = { type: 'BudgetExhausted', campaignId: id, name: 'Summer sale', budget: 20, spent: 22, dayStart };
  await eventually(() => expect(toldOf(id).slice(1)).toEqual([again]));

  const next = await startTestApplication({ database: application.database });
  try {
    await eventually(() => expect(known(next, id)).toEqual([again]));
    expect(known(next, other)).toHaveLength(1);
  } finally {
    await next.stop();
  }
});

test('what a campaign known from its events alone has spent counts from the moment it is registered', async () => {
  await today();
  const id = newId();
  await spend(application.url, id, [15]);
  await create(application.url, id);
  await eventually(() => expect(toldOf(id)).toMatchObject([{ budget: 10, spent: 15 }]));
});

test('what a process that is killed could not tell any more, the next one tells', async () => {
  const product = await startProduct({ database: application.database });
  const id = newId();
  try {
    await today();
    await create(product.url, id);
    await spend(product.url, id, [10]);
  } finally {
    await product.kill();
  }
  const next = await startTestApplication({ database: application.database });
  try {
    await eventually(() => expect(known(next, id)).toMatchObject([{ budget: 10, spent: 10 }]));
  } finally {
    await next.stop();
  }
});
