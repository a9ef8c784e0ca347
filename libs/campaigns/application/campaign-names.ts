import { DomainEventPublisher, type Subscription } from '../../kernel/domain-events.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { CampaignStore } from './ports.ts';

/** The names of all registered campaigns, kept for whoever shows many of them at once; read again after news only. */
export class CampaignNames {
  private names: ReadonlyMap<string, string> | undefined;
  private isStale = true;
  private reading: Promise<void> | undefined;
  private current = 0;
  private readonly subscription: Subscription;

  constructor(
    private readonly campaigns: CampaignStore,
    publisher: DomainEventPublisher,
  ) {
    const stale = (): void => void (this.isStale = true);
    this.subscription = publisher.subscribe<CampaignChanged>('CampaignChanged', { handle: stale, missed: stale });
  }

  stop(): void {
    this.subscription.unsubscribe();
  }

  /** Grows when a name has changed, come or gone. */
  get version(): number {
    return this.current;
  }

  /** Null when no campaign is registered under this id. Meaningful after the first {@link refresh}. */
  of(id: string): string | null {
    return this.names?.get(id) ?? null;
  }

  /**
   * Brings them up to date. While the database is away, names that were read before go on being used.
   *
   * @throws DomainError `CAMPAIGNS_UNAVAILABLE` (unavailable) as long as they were never read
   */
  refresh(): Promise<void> {
    if (!this.isStale && this.names !== undefined) return Promise.resolve();
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async read(): Promise<void> {
    this.isStale = false;
    try {
      const names = await this.campaigns.names();
      if (!isSame(names, this.names)) this.current += 1;
      this.names = names;
    } catch (error) {
      this.isStale = true;
      if (this.names === undefined) throw error;
    }
  }
}

function isSame(names: ReadonlyMap<string, string>, before: ReadonlyMap<string, string> | undefined): boolean {
  return names.size === before?.size && [...names].every(([id, name]) => before.get(id) === name);
}
