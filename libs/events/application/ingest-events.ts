import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain-error.ts';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { AdEvent } from '../domain/ad-event.ts';
import type { DuplicatesIgnored, EventsAccepted } from '../domain/domain-events.ts';
import { ACCEPTED, DUPLICATE, type IngestOutcome } from '../domain/ingest-outcome.ts';
import { tallyMinutes } from '../domain/minute.ts';
import { GroupCommit } from './group-commit.ts';
import { DedupeCache, EventStore } from './ports.ts';

/** Counts each of these events once, ever. Resolves, when they are durable, with an outcome per event in order. */
export class IngestEvents extends Command<IngestOutcome[]> {
  constructor(readonly events: readonly AdEvent[]) {
    super();
  }
}

@CommandHandler(IngestEvents)
export class IngestEventsHandler implements ICommandHandler<IngestEvents> {
  // Two flushes at once keep the database busy while the other one waits for the disk; more only fight for the rows
  // of the running minute.
  private readonly commits = new GroupCommit<AdEvent, IngestOutcome>(
    (events) => this.store(events),
    (event) => (event.metadata?.length ?? 0) + 500,
    { flushItems: 1_000, concurrency: 2, maxItems: 20_000, maxWeight: 64 * 1024 * 1024 },
  );

  constructor(
    private readonly eventStore: EventStore,
    private readonly dedupeCache: DedupeCache,
    private readonly publisher: DomainEventPublisher,
  ) {}

  /** Events accepted for storing and not answered yet. */
  get pending(): number {
    return this.commits.pending;
  }

  execute({ events }: IngestEvents): Promise<IngestOutcome[]> {
    return this.commits.submit(events);
  }

  /** Takes no more events; resolves when all that were taken are answered. */
  drain(): Promise<void> {
    return this.commits.drain();
  }

  private async store(events: AdEvent[]): Promise<IngestOutcome[]> {
    const outcomes = new Map<AdEvent, IngestOutcome>();
    const committed: string[] = [];
    const known = await this.dedupeCache.known(events.map((event) => event.eventId));
    let rest = events.filter((event) => !known.has(event.eventId));
    while (rest.length > 0) {
      const first = new Map<string, AdEvent>();
      for (const event of rest) if (!first.has(event.eventId)) first.set(event.eventId, event);
      await this.append([...first.values()], outcomes, committed);
      // A repetition within the flush is a duplicate, unless its first delivery was refused: then it has its own try.
      rest = rest.filter((event) => !outcomes.has(event) && outcomes.get(first.get(event.eventId)!)?.status === 'rejected');
    }
    if (committed.length > 0) this.dedupeCache.remember(committed);
    const result = events.map((event) => outcomes.get(event) ?? DUPLICATE);
    const duplicates = result.reduce((count, outcome) => count + (outcome.status === 'duplicate' ? 1 : 0), 0);
    if (duplicates > 0) {
      this.publisher.publish<DuplicatesIgnored>({ type: 'DuplicatesIgnored', count: duplicates });
    }
    return result;
  }

  /** Stores what can be stored: an event that the store refuses is found by halving, its neighbours are kept. */
  private async append(events: AdEvent[], outcomes: Map<AdEvent, IngestOutcome>, committed: string[]): Promise<void> {
    try {
      const { stored, commit } = await this.eventStore.append(events);
      const fresh = events.filter((_, index) => stored[index]);
      events.forEach((event, index) => outcomes.set(event, stored[index] ? ACCEPTED : DUPLICATE));
      for (const event of events) committed.push(event.eventId);
      if (fresh.length > 0) {
        this.publisher.publish<EventsAccepted>({ type: 'EventsAccepted', commit, count: fresh.length, minutes: tallyMinutes(fresh) });
      }
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'EVENT_REFUSED') throw error;
      if (events.length === 1) {
        outcomes.set(events[0]!, { status: 'rejected', reason: error.message });
        return;
      }
      const middle = events.length >> 1;
      await this.append(events.slice(0, middle), outcomes, committed);
      await this.append(events.slice(middle), outcomes, committed);
    }
  }
}
