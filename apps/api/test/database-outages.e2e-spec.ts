import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Database } from '../../../libs/platform/database.ts';
import { connectChat } from './support/chat-client.ts';
import { readCounted } from './support/counted.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { addressOf, type Gate, startGate, throughGate } from './support/gate.ts';
import { expectProblem, post, send } from './support/http.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

describe('a database that goes away', () => {
  let database: TestDatabase;
  let gate: Gate;
  let application: TestApplication;

  beforeEach(async () => {
    database = await createTestDatabase();
    gate = await startGate(addressOf(database.url));
    application = await startTestApplication({ database: { ...database, url: throughGate(database.url, gate) } });
  });

  afterEach(async () => {
    await application.stop();
    await gate.close();
    await database.drop();
  });

  test('makes the process unready, not dead, and it is ready again by itself', async () => {
    const { url } = application;
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    await gate.shut();
    const unready = await send(`${url}/health/ready`);
    expectProblem(unready, 503, 'DATABASE_UNAVAILABLE');
    expect(unready.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await send(`${url}/health/live`)).status).toBe(200);
    expect((await send(`${url}/metrics`)).status).toBe(200);
    await gate.open();
    await eventually(async () => expect((await send(`${url}/health/ready`)).status).toBe(200));
  });

  test('without a word makes the process unready within seconds, however many ask', async () => {
    const { url } = application;
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    gate.hang();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(`${url}/health/ready`)));
    for (const answer of answers) expectProblem(answer, 503, 'DATABASE_UNAVAILABLE');
    expect(application.app.get(Database).pool.totalCount).toBeLessThan(5);
    // The connections whose answers were swallowed are of no more use.
    await gate.shut();
    await gate.open();
    await eventually(async () => expect((await send(`${url}/health/ready`)).status).toBe(200));
  });

  test('lets no event be acknowledged; each is counted once when it is sent again', async () => {
    const { url } = application;
    const events = Array.from({ length: 20 }, () => eventBody());
    await gate.shut();
    for (const answer of await Promise.all(events.map((event) => post(`${url}/events`, event)))) {
      expectProblem(answer, 503, 'EVENT_STORE_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expectProblem(await post(`${url}/events/batch`, events), 503, 'EVENT_STORE_UNAVAILABLE');
    await gate.open();
    await eventually(async () => expect((await post(`${url}/events/batch`, events)).status).toBe(202));
    expect((await post(`${url}/events/batch`, events)).body).toMatchObject({ accepted: 0, duplicates: 20 });
    expect(await readCounted(database.url)).toMatchObject({ impressions: 20 });
  });

  test('makes statistics unavailable, in the words of a problem', async () => {
    await gate.shut();
    const answer = await send(`${application.url}/stats?campaign_id=c&from=2026-02-10T21:10:00Z&to=2026-02-10T21:20:00Z`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  test('in the middle of a write, after it was stored, leaves it counted once when it is sent again', async () => {
    const event = eventBody();
    await post(`${application.url}/events`, eventBody());
    gate.loseNextAnswer(event.event_id);
    expectProblem(await post(`${application.url}/events`, event), 503, 'EVENT_STORE_UNAVAILABLE');
    await eventually(async () => expect((await readCounted(database.url)).ids).toContain(event.event_id));
    const answer = await post(`${application.url}/events`, event);
    expect([answer.status, answer.body]).toEqual([202, { event_id: event.event_id, status: 'duplicate' }]);
    expect(await readCounted(database.url)).toMatchObject({ impressions: 2 });
  });

  test('lets no message of the chat be acknowledged; who is here stays known, and what is sent again is stored once', async () => {
    const { url } = application;
    const ann = await connectChat(url);
    try {
      await ann.join('Ann');
      await eventually(() => expect(ann.people).toEqual({ Ann: true }));
      expect((await send(`${url}/metrics`)).text).toMatch(/^flightdeck_chat_connections 1$/m);
      await gate.shut();
      expect(await ann.say('unheard', 'the same')).toEqual({ problem: { code: 'CHAT_UNAVAILABLE', detail: expect.any(String), retry_after_ms: 2_000 } });
      expect(await ann.ask('chat_read', { up_to: 1 })).toMatchObject({ problem: { code: 'CHAT_UNAVAILABLE' } });
      expectProblem(await send(`${url}/api/chat/messages`), 503, 'CHAT_UNAVAILABLE');
      expectProblem(await post(`${url}/api/chat/users`, { name: 'Bob' }), 503, 'CHAT_UNAVAILABLE');
      expect((await send(`${url}/api/chat/users`)).body).toMatchObject({ items: [{ name: 'Ann', online: true }] });
      await gate.open();
      await eventually(async () => expect((await ann.say('unheard', 'the same')).message).toMatchObject({ sequence: 1 }));
      expect((await ann.say('unheard', 'the same')).message.sequence).toBe(1);
      await eventually(() => expect(ann.messages.map(({ text }) => text)).toEqual(['unheard']));
    } finally {
      ann.close();
    }
  });
});
