import { totalmem } from 'node:os';

/**
 * @typedef {object} PostgresSettings
 * @property {string} [sharedBuffers] as in "128MB"; a quarter of the memory, 2 GB at most, if absent
 * @property {boolean} [durable] false gives up what a power cut would lose, for speed
 */

/**
 * @param {PostgresSettings & { port: number, walCompression: string }} settings
 * @returns {string} a configuration file
 */
export function postgresConfiguration({ port, walCompression, sharedBuffers = `${defaultSharedBuffersMB()}MB`, durable = true }) {
  const syncing = durable ? 'on' : 'off';
  return Object.entries({
    listen_addresses: '127.0.0.1',
    port: String(port),
    // Its path would have to be short, which the data folder's may not be, and TCP costs nothing measurable here.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: sharedBuffers,
    // Bulk ingest writes much log; with the defaults it forces a checkpoint every few seconds.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_compression: walCompression,
    fsync: syncing,
    full_page_writes: syncing,
    synchronous_commit: syncing,
    random_page_cost: '1.1',
    // Compiling takes longer than any query here runs.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  })
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('');
}

function defaultSharedBuffersMB() {
  // A container may own less than the machine has.
  const limit = process.constrainedMemory?.() || Infinity;
  const quarter = Math.min(totalmem(), limit) / 4 / 1024 ** 2;
  return Math.max(32, Math.min(2048, Math.floor(quarter)));
}
