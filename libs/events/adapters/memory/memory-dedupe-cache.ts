import { LRUCache } from 'lru-cache';
import type { DedupeCache } from '../../application/ports.ts';

/** The most recent ids of this process: about 100 bytes each. */
export class MemoryDedupeCache implements DedupeCache {
  private readonly ids: LRUCache<string, true>;

  constructor(capacity = 200_000) {
    this.ids = new LRUCache({ max: capacity });
  }

  known(eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(eventIds.filter((id) => this.ids.has(id))));
  }

  remember(eventIds: readonly string[]): void {
    for (const id of eventIds) this.ids.set(id, true);
  }

  close(): Promise<void> {
    this.ids.clear();
    return Promise.resolve();
  }
}
