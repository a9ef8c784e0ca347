import type { Lease, PresenceRegistry } from '../../application/ports.ts';

/** {@link PresenceRegistry} of one process: it ends with the process, and so does everybody's presence. */
export class MemoryPresenceRegistry implements PresenceRegistry {
  private readonly leases = new Map<string, { userId: string; endsAt: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  renew(leases: readonly Lease[], forMs: number): Promise<void> {
    const endsAt = this.now() + forMs;
    for (const { connectionId, userId } of leases) this.leases.set(connectionId, { userId, endsAt });
    return Promise.resolve();
  }

  release(connectionIds: readonly string[]): Promise<void> {
    for (const id of connectionIds) this.leases.delete(id);
    return Promise.resolve();
  }

  present(): Promise<Lease[]> {
    const now = this.now();
    for (const [id, { endsAt }] of this.leases) if (endsAt <= now) this.leases.delete(id);
    return Promise.resolve([...this.leases].map(([connectionId, { userId }]) => ({ connectionId, userId })));
  }

  close(): Promise<void> {
    this.leases.clear();
    return Promise.resolve();
  }
}
