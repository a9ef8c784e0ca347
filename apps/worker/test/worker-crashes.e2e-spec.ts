import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { post, send } from '../../api/test/support/http.ts';
import { CAMPAIGN, countRows, insertCampaign, insertRecipients } from '../../api/test/support/outreach-rows.ts';
import { startProduct, startWorker, type Worker } from '../../api/test/support/product.ts';
import { createTestPool } from '../../api/test/support/test-pool.ts';
import { startWebhookReceiver } from '../../api/test/support/webhook-receiver.ts';

const RECIPIENTS = 10_000;
const KILLS = 5;

interface Body {
  id: string;
  status: string;
  total: number;
  queued: number;
  sending: number;
  sent: number;
  failed: number;
}

test('two workers, killed five times in the middle of 10,000: everybody is sent to or failed, nobody twice but who was in flight at a kill', async () => {
  // One in a hundred does not exist, one in fifty is busy at first.
  const receiver = await startWebhookReceiver(async ({ recipient, attempt }) => {
    const who = Number(/\d+/.exec(recipient.email!)![0]);
    await sleep(Math.random() * 8);
    if (who % 100 === 0) return 410;
    return who % 50 === 1 && attempt === 1 ? 503 : 204;
  });
  const product = await startProduct({ env: { DISPATCHER: 'off', ...receiver.env } });
  const pool = createTestPool(product.database.url);
  const workers: Worker[] = [];
  try {
    await insertCampaign(pool);
    await insertRecipients(pool, RECIPIENTS);
    for (let count = 0; count < 2; count += 1) workers.push(await startWorker(product.database, receiver.env));
    const created = await post(`${product.url}/api/campaigns/${CAMPAIGN}/dispatches`, { channel: 'webhook' });
    expect([created.status, created.text]).toEqual([201, expect.any(String)]);
    const { id } = created.body as Body;
    const read = async (): Promise<Body> => (await send(`${product.url}/api/dispatches/${id}`)).body as Body;
    const done = async (): Promise<number> => {
      const { sent, failed } = await read();
      return sent + failed;
    };

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await eventually(async () => expect(await done()).toBeGreaterThan((RECIPIENTS * kill) / (KILLS + 2)));
      const killed = kill % 2;
      await workers[killed]!.kill();
      workers[killed] = await startWorker(product.database, receiver.env);
      expect((await read()).status).toBe('processing');
    }
    const end = await eventually(async () => {
      const dispatch = await read();
      expect(dispatch.status).toBe('completed');
      return dispatch;
    }, 120_000);

    expect(end).toMatchObject({ total: RECIPIENTS, queued: 0, sending: 0, sent: RECIPIENTS - RECIPIENTS / 100, failed: RECIPIENTS / 100 });
    const { queued, sending, sent, failed } = end;
    expect(await countRows(pool, id)).toEqual({ queued, sending, sent, failed });
    // What pages show says the same, in both places.
    const shown = (await send(`${product.url}/api/campaigns/${CAMPAIGN}/outreach`)).body as { recipients: object; dispatch: object };
    expect(shown).toMatchObject({ recipients: { total: RECIPIENTS, queued, sending, sent, failed }, dispatch: { total: RECIPIENTS, queued, sending, sent, failed } });

    const attempts = await pool.query<{ key: string; attempts: number; lost: number }>(
      `SELECT concat(dispatch_id, '.', recipient_id) AS key, count(*)::int AS attempts, count(*) FILTER (WHERE outcome = 'lost')::int AS lost FROM delivery_attempts GROUP BY 1`,
    );
    expect(attempts.rows).toHaveLength(RECIPIENTS);
    const inFlight = attempts.rows.filter(({ lost }) => lost > 0);
    let twice = 0;
    for (const { key, attempts: made, lost } of attempts.rows) {
      const arrivals = receiver.arrived.get(key)!;
      // What was lost may have arrived or not; everything else has, once per attempt.
      expect(arrivals).toBeLessThanOrEqual(made);
      expect(arrivals).toBeGreaterThanOrEqual(made - lost);
      if (lost > 0 && arrivals > made - lost) twice += 1;
    }
    expect(inFlight.length).toBeGreaterThan(0);
    process.stdout.write(`In flight at ${KILLS} kills: ${inFlight.length} of ${RECIPIENTS}; of them ${twice} had arrived already and arrived again, under the same key.\n`);
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    await product.stop();
    await pool.end();
    await receiver.close();
  }
}, 240_000);
