import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface Product {
  url: string;
  database: TestDatabase;
  /** Ends the process, by default as a power cut would. Resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** What the process last ended with; null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  /** Starts it again on the same port and database, killing it first if it still runs. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The built product as a process of its own. Needs `npm run build`, which `npm test` has done. */
export async function startProduct({ database, env = {} }: { database?: TestDatabase; env?: Record<string, string> } = {}): Promise<Product> {
  const own = database ?? (await createTestDatabase());
  let { child, url } = await launch(own, '0', env);
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    get url() {
      return url;
    },
    database: own,
    kill,
    exitCode: () => child.exitCode,
    restart: async () => {
      await kill();
      ({ child, url } = await launch(own, new URL(url).port, env));
    },
    stop: async () => {
      await kill('SIGTERM');
      if (database === undefined) await own.drop();
    },
  };
}

async function launch(database: TestDatabase, port: string, env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/apps/api/src/main.js')], {
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env, PORT: port, DATABASE_URL: database.url },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    child.on('message', (message: { ready?: boolean; url: string }) => {
      if (message.ready) resolve({ child, url: message.url.replace('localhost', '127.0.0.1') });
    });
    child.once('exit', (code) => reject(new Error(`the product ended with ${code} before it was ready:\n${errors}`)));
  });
}
