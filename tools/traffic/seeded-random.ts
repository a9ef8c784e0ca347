import { createHash } from 'node:crypto';
import { SeededRandom } from '../../libs/traffic/domain/seeded-random.ts';

/** The state is taken from a hash, so the streams of two seeds do not overlap, and neither do the ids made of them. */
export function seededRandom(seed: string): SeededRandom {
  const hash = createHash('sha256').update(seed).digest();
  return new SeededRandom([0, 4, 8, 12].map((at) => hash.readUInt32LE(at)));
}
