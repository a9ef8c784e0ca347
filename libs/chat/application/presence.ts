import { BackgroundJob } from '../../kernel/background-job.ts';
import type { DomainEventPublisher, Subscription } from '../../kernel/domain-events.ts';
import type { PresenceChanged } from '../domain/domain-events.ts';
import type { Lease, PresenceRegistry } from './ports.ts';

/** A process that was killed leaves its users here for as long as this at most. */
const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 5_000;
/** A page that is loaded again, or a server that is restarted, is no coming and going. */
const GRACE_MS = 3_000;
/** Many come at once when a server starts: their news are read together. */
const READ_DELAY_MS = 50;

/**
 * Who is here: the connections of this process, which it knows best, and what the registry says of the others. While the
 * registry does not answer, what it said last is believed for as long as the leases would have lasted.
 */
export class Presence {
  /** Connections of this process, and those it has just lost, with their users. */
  private readonly held = new Map<string, string>();
  private readonly lost = new Map<string, NodeJS.Timeout>();
  /** Users with connections of the other processes, when they were last read. */
  private elsewhere: ReadonlySet<string> = new Set();
  private readAt = -Infinity;
  private shown: ReadonlySet<string> = new Set();
  private current = 0;
  private readonly reading: BackgroundJob;
  private readonly subscription: Subscription;
  private readonly timer: NodeJS.Timeout;

  /** @param report told why the registry could not be reached */
  constructor(
    private readonly registry: PresenceRegistry,
    private readonly publisher: DomainEventPublisher,
    private readonly report: (error: unknown) => void,
  ) {
    this.reading = new BackgroundJob(() => this.read(), READ_DELAY_MS, report);
    this.subscription = publisher.subscribe<PresenceChanged>('PresenceChanged', {
      handle: () => this.reading.want(),
      // A registry that comes back may have forgotten everybody.
      missed: () => this.tell(() => registry.renew(this.leases(), LEASE_MS)),
    });
    this.timer = setInterval(() => void this.renew(), RENEW_EVERY_MS).unref();
    this.reading.want();
  }

  /** Grows when somebody has come or gone. */
  get version(): number {
    return this.current;
  }

  /** Connections of this process that have joined. */
  get count(): number {
    return this.held.size;
  }

  isOnline(userId: string): boolean {
    return this.shown.has(userId);
  }

  /** A connection is that of this user from now on. */
  async enter({ connectionId, userId }: Lease): Promise<void> {
    this.keep(connectionId);
    this.held.set(connectionId, userId);
    this.update();
    await this.tell(() => this.registry.renew([{ connectionId, userId }], LEASE_MS));
  }

  /** Its user wants to be here no longer. */
  async leave(connectionId: string): Promise<void> {
    this.keep(connectionId);
    if (!this.held.delete(connectionId)) return;
    this.update();
    await this.tell(() => this.registry.release([connectionId]));
  }

  /** It broke, or was closed: its user may be back in a moment, with another one. */
  lose(connectionId: string): void {
    if (!this.held.has(connectionId)) return;
    this.lost.set(connectionId, setTimeout(() => void this.leave(connectionId), GRACE_MS).unref());
  }

  /** Those of this process have a moment to come back elsewhere. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.subscription.unsubscribe();
    for (const timer of this.lost.values()) clearTimeout(timer);
    await this.reading.close();
    await this.registry.renew(this.leases(), GRACE_MS).catch(() => undefined);
    await this.registry.close();
  }

  private keep(connectionId: string): void {
    clearTimeout(this.lost.get(connectionId));
    this.lost.delete(connectionId);
  }

  private leases(): Lease[] {
    return [...this.held].map(([connectionId, userId]) => ({ connectionId, userId }));
  }

  private async tell(change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      // The next renewal makes it right.
      this.report(error);
    }
    this.publisher.publish<PresenceChanged>({ type: 'PresenceChanged' });
  }

  private async renew(): Promise<void> {
    await this.registry.renew(this.leases(), LEASE_MS).catch(this.report);
    this.reading.want();
    this.update();
  }

  private async read(): Promise<void> {
    const present = await this.registry.present();
    this.elsewhere = new Set(present.filter(({ connectionId }) => !this.held.has(connectionId)).map(({ userId }) => userId));
    this.readAt = performance.now();
    this.update();
  }

  private update(): void {
    if (performance.now() - this.readAt > LEASE_MS) this.elsewhere = new Set();
    const now = new Set([...this.elsewhere, ...this.held.values()]);
    if (now.size === this.shown.size && [...now].every((userId) => this.shown.has(userId))) return;
    this.shown = now;
    this.current += 1;
  }
}
