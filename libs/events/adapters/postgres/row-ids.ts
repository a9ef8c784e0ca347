import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const UUID_BYTES = 16;
const pool = new Uint8Array(UUID_BYTES * 256);
let used = pool.length;

/**
 * A time-ordered UUID (version 7, RFC 9562): inserts go to the right edge of the primary key, whatever order the
 * clients' ids have. Randomness is drawn for 256 ids at once; one by one it was 6 % of the server's time.
 */
export function newRowId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += UUID_BYTES;
  return v7({ random: pool.subarray(used - UUID_BYTES, used) });
}
