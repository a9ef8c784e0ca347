import pg from 'pg';

/** A pool as the product's: a connection that breaks, or is ended while its database is dropped, is not the end of the process. */
export function createTestPool(connectionString: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 8, connectionTimeoutMillis: 5_000, ...options });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
