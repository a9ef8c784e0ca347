import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from './support/eventually.ts';
import { addressOf, type Gate, startGate, throughGate } from './support/gate.ts';
import { expectProblem, post, send } from './support/http.ts';
import { type InsertedRecipient, insertRecipients } from './support/recipients.ts';
import { query } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

const FORM = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };

describe('while the database is away', () => {
  let database: TestDatabase;
  let gate: Gate;
  let application: TestApplication;
  let url: string;
  let ann: InsertedRecipient;
  let log: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    gate = await startGate(addressOf(database.url));
    log = '';
    const sink = new Writable({ write: (chunk: Buffer, _, done) => ((log += chunk.toString()), done()) });
    // At this level every request is logged.
    application = await startTestApplication({ database: { ...database, url: throughGate(database.url, gate) }, logger: pino({ level: 'debug' }, sink) });
    url = application.url;
    [ann] = (await insertRecipients(database.url, [{}])) as [InsertedRecipient];
  });

  afterEach(async () => {
    await application.stop();
    await gate.close();
    await database.drop();
  });

  test('what was typed comes back, is told not to be stored, and can be sent from that page later', async () => {
    const path = `${url}/feedback/${ann.token}`;
    const body = 'rating=4&comment=%3Cb%3EFine%3C%2Fb%3E';
    await gate.shut();
    const answer = await send(path, { method: 'POST', headers: FORM, body });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    for (const text of ['We could not store your answer just now', 'value="4" required checked', '&lt;b&gt;Fine&lt;/b&gt;</textarea>', '<form method="post">', 'Try again']) expect(answer.text).toContain(text);

    for (const address of [path, `${url}/unsubscribe/${ann.token}`]) {
      const opened = await send(address, { headers: { accept: 'text/html' } });
      expect(opened.status).toBe(503);
      expect(opened.text).toMatch(/^<!doctype html>[^]*Please try again in a moment/);
      expect(opened.text).not.toContain('<form');
      expectProblem(await send(address, { headers: { accept: 'application/json' } }), 503, 'OUTREACH_UNAVAILABLE');
    }
    expectProblem(await post(path, { rating: 4 }), 503, 'OUTREACH_UNAVAILABLE');

    await gate.open();
    await eventually(async () => expect((await send(path, { method: 'POST', headers: FORM, body })).status).toBe(303));
    expect(await query(database.url, 'SELECT rating, comment FROM responses')).toEqual([{ rating: 4, comment: '<b>Fine</b>' }]);
  });

  test('and at any other time no token is written into the log', async () => {
    const paths = [`/feedback/${ann.token}`, `/unsubscribe/${ann.token}`, `/feedback/${ann.token}/x`, `/feedback/test?rating=5&again=${ann.token}`];
    const ask = async (): Promise<void> => {
      for (const path of paths) {
        await send(url + path);
        await send(url + path, { method: 'POST', headers: FORM, body: 'rating=5' });
        await send(url + path, { method: 'PUT' });
      }
    };
    await ask();
    await gate.shut();
    await ask();
    await eventually(() => expect(log.match(/"msg":"request"/g)).toHaveLength(paths.length * 6));
    expect(log).toContain('/feedback/:token');
    expect(log).toContain('"status":503');
    expect(log).not.toContain(ann.token);
  });
});
