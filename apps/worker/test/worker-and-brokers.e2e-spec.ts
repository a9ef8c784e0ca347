import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { startWorker } from '../../api/test/support/product.ts';
import { createTestDatabase } from '../../api/test/support/test-database.ts';

test('a process that only sends leaves the results of the pipeline to others: it does not even ask for the brokers', async () => {
  let connections = 0;
  const broker = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const database = await createTestDatabase();
  try {
    const worker = await startWorker(database, { KAFKA_BROKERS: `127.0.0.1:${(broker.address() as AddressInfo).port}` });
    await sleep(1_000);
    await worker.kill('SIGTERM');
    expect(connections).toBe(0);
  } finally {
    broker.close();
    await database.drop();
  }
});
