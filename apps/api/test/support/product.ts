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
  let { child, url } = await launch('api', own, '0', env);
  const kill = (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => end(child, signal);
  return {
    get url() {
      return url;
    },
    database: own,
    kill,
    exitCode: () => child.exitCode,
    restart: async () => {
      await kill();
      ({ child, url } = await launch('api', own, new URL(url).port, env));
    },
    stop: async () => {
      await kill('SIGTERM');
      if (database === undefined) await own.drop();
    },
  };
}

export interface Worker {
  /** Ends the process, by default as a power cut would. Resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** A process that works in the background, beside a product on the same database. */
export async function startWorker(database: TestDatabase, env: Record<string, string> = {}): Promise<Worker> {
  const { child } = await launch('worker', database, '0', env);
  return { kill: (signal = 'SIGKILL') => end(child, signal) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function launch(app: 'api' | 'worker', database: TestDatabase, port: string, env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(process.cwd(), `dist/apps/${app}/src/main.js`)], {
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env, PORT: port, DATABASE_URL: database.url },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    child.on('message', ({ ready, url = '' }: { ready?: boolean; url?: string }) => {
      if (ready) resolve({ child, url: url.replace('localhost', '127.0.0.1') });
    });
    child.once('exit', (code) => reject(new Error(`the ${app} ended with ${code} before it was ready:\n${errors}`)));
  });
}
