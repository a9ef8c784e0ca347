import { cpus } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Program, ROOT, startProgram } from './programs.ts';

interface Result {
  name: string;
  value: number;
  unit: string;
  target: string;
  met: boolean;
  detail: string;
}

/** What the parts of a run share: how much to measure, a PostgreSQL, programs that are ended at its end, and the results. */
export class Bench {
  readonly options: { seconds: number; rounds: number; rows: number };
  readonly postgres: { url: string; dataDir: string };
  readonly results: Result[] = [];
  /** Everything that was measured, by part. */
  readonly raw: Record<string, unknown> = {};
  private readonly running: Program[] = [];

  /**
   * @param options seconds of each load; how often each pair is measured; stored events for the growth figures
   */
  constructor(options: Bench['options'], postgres: Bench['postgres']) {
    this.options = options;
    this.postgres = postgres;
  }

  async start(script: string, env: Record<string, string> = {}): Promise<Program> {
    const program = await startProgram(script, env);
    this.running.push(program);
    return program;
  }

  async databaseWithProduct(name: string, fill?: (url: string) => Promise<void>): Promise<{ url: string; server: Program }> {
    const url = await this.createDatabase(name, fill !== undefined);
    await fill?.(url);
    return { url, server: await this.start('dist/apps/api/src/main.js', { DATABASE_URL: url }) };
  }

  async createDatabase(name: string, migrated: boolean): Promise<string> {
    const client = new pg.Client({ connectionString: this.postgres.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    const url = new URL(this.postgres.url);
    url.pathname = `/${name}`;
    if (migrated) {
      const { migrate } = (await import(join(ROOT, 'dist/libs/platform/migrator.js'))) as { migrate: (url: string, directory: string) => Promise<string[]> };
      await migrate(url.href, join(ROOT, 'prisma/migrations'));
    }
    return url.href;
  }

  add(name: string, value: number, unit: string, target: string, isMet: (value: number) => boolean, detail: string): void {
    const result = { name, value: Math.round(value * 100) / 100, unit, target, met: isMet(value), detail };
    this.results.push(result);
    this.say(`  ${line(result)}`);
  }

  say(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Everything, as it is kept in a file. */
  toJSON(): object {
    return { at: new Date().toISOString(), node: process.version, cores: cpus().length, ...this.options, results: this.results, raw: this.raw };
  }

  summary(): string {
    return this.results.map(line).join('\n');
  }

  async stop(): Promise<void> {
    for (const program of this.running) await program.stop();
  }
}

function line({ name, value, unit, target, met, detail }: Result): string {
  return `${met ? '✓' : '✗'} ${name}: ${value} ${unit} (target ${target}); ${detail}`;
}

export function format(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
