import { describe } from '@jest/globals';
import { presenceRegistryContract } from '../../application/presence-registry.contract.ts';
import { MemoryPresenceRegistry } from './memory-presence-registry.ts';

describe('MemoryPresenceRegistry', () => {
  presenceRegistryContract(() => Promise.resolve(new MemoryPresenceRegistry()));
});
