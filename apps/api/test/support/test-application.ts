import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApplication } from '../../src/application.ts';
import type { OutreachOptions } from '../../../../libs/outreach/outreach.module.ts';
import { createLogger } from '../../../../libs/platform/logging.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestApplication {
  app: NestFastifyApplication;
  url: string;
  database: TestDatabase;
  stop(): Promise<void>;
}

/** The real application in this process, on a free port, with a database of its own unless one is given. */
export async function startTestApplication({ database, redisUrl, kafkaBrokers, outreach, logger }: { database?: TestDatabase; redisUrl?: string; kafkaBrokers?: string[]; outreach?: Partial<OutreachOptions>; logger?: Logger } = {}): Promise<TestApplication> {
  const own = database ?? (await createTestDatabase());
  const app = await createApplication({
    databaseUrl: own.url,
    redisUrl,
    kafkaBrokers,
    outreach: { publicUrl: 'http://localhost', smtp: undefined, webhook: undefined, sendsPerMinute: null, dispatches: true, ...outreach },
    logger: logger ?? createLogger(process.env.TEST_LOG_LEVEL ?? 'silent'),
    webDirectory: join(process.cwd(), 'dist/web'),
  });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: (await app.getUrl()).replace('localhost', '127.0.0.1'),
    database: own,
    stop: async () => {
      await app.close();
      if (database === undefined) await own.drop();
    },
  };
}
