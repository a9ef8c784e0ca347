import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Logger } from 'pino';
import { PrismaClient } from './prisma/client/client.ts';

/** Waiting for a connection and running a query are bounded: a database that hangs becomes an error that the client
 *  can retry instead of requests that pile up. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;
const ANSWER_MS = 2_000;

const CONNECTIONS = 10;
const PAGE_CONNECTIONS = 4;
const TURN_CONNECTIONS = 2;
const WORK_CONNECTIONS = 3;

/** The pools of PostgreSQL connections, and Prisma's ways to use them. */
export class Database {
  /** For what must not wait: ingest, statistics, all that changes something. */
  readonly pool: pg.Pool;
  /** For what pages show, and other reading that can wait: hundreds of live views may want to be read at once, and then wait for each other alone. */
  readonly pagePool: pg.Pool;
  /** For what takes turns in the database: one works while the next waits for its lock, and the others wait for each other alone. */
  readonly turnPool: pg.Pool;
  /** For work in the background that goes on for minutes, such as sending or importing: it waits for itself alone. */
  readonly workPool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Prisma's way to use {@link pagePool}. */
  readonly pagePrisma: PrismaClient;
  private question: Promise<boolean> | undefined;

  constructor(url: string, logger: Logger) {
    this.pool = createPool(url, CONNECTIONS, logger);
    this.pagePool = createPool(url, PAGE_CONNECTIONS, logger);
    this.turnPool = createPool(url, TURN_CONNECTIONS, logger);
    this.workPool = createPool(url, WORK_CONNECTIONS, logger);
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool) });
    this.pagePrisma = new PrismaClient({ adapter: new PrismaPg(this.pagePool) });
  }

  /** Whether the database answers within 2 s. One question at a time: those who ask meanwhile share its answer. */
  answers(): Promise<boolean> {
    this.question ??= this.pool
      .query('SELECT 1')
      .then(() => true, () => false)
      .finally(() => (this.question = undefined));
    return Promise.race([this.question, sleep(ANSWER_MS, false, { ref: false })]);
  }

  /** Names this database among all there are: what is remembered about one must not be believed of another. */
  async identity(): Promise<string> {
    const { rows } = await this.pool.query<{ identity: string }>(
      `SELECT concat(system_identifier, '-', oid) AS identity
       FROM pg_control_system(), pg_database WHERE datname = current_database()`,
    );
    return rows[0]!.identity;
  }

  async close(): Promise<void> {
    await Promise.all([this.prisma.$disconnect(), this.pagePrisma.$disconnect()]);
    await Promise.all([this.pool, this.pagePool, this.turnPool, this.workPool].map((pool) => pool.end()));
  }
}

function createPool(url: string, max: number, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'flightdeck',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + CONNECT_MS,
    keepAlive: true,
    // oxlint-disable-next-line typescript/no-misused-promises -- pg waits for it, whatever its types say
    onConnect: ensureDurableCommits,
  });
  // An idle connection that breaks (the server restarts) is replaced; without a listener it would end the process. So would
  // one that is lent out, between two statements of a transaction; whoever has it is told by the next statement.
  pool.on('error', (error) => logger.warn({ err: error }, 'a database connection was lost'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** An acknowledgement promises durability, so a server set to lose the last commits in a crash is overruled. */
async function ensureDurableCommits(client: pg.ClientBase): Promise<void> {
  await client.query(`SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`);
}
