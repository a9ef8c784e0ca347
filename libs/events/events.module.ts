import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from '../platform/database.ts';
import { Platform } from '../platform/platform.module.ts';
import { connectRedis } from '../platform/redis.ts';
import { MemoryDedupeCache } from './adapters/memory/memory-dedupe-cache.ts';
import { PostgresBreakdownInbox } from './adapters/postgres/postgres-breakdown-inbox.ts';
import { PostgresCampaignStatsReader } from './adapters/postgres/postgres-campaign-stats-reader.ts';
import { PostgresEventDeletions } from './adapters/postgres/postgres-event-deletions.ts';
import { PostgresEventIdRanges } from './adapters/postgres/postgres-event-id-ranges.ts';
import { PostgresEventStore } from './adapters/postgres/postgres-event-store.ts';
import { PostgresMinuteStatsReader } from './adapters/postgres/postgres-minute-stats-reader.ts';
import { PostgresStoredEventsReader } from './adapters/postgres/postgres-stored-events-reader.ts';
import { RedisDedupeCache } from './adapters/redis/redis-dedupe-cache.ts';
import { BreakdownFolding } from './application/breakdown-folding.ts';
import { CampaignNews } from './application/campaign-news.ts';
import { DeleteEventsHandler } from './application/delete-events.ts';
import { IngestEventsHandler } from './application/ingest-events.ts';
import { LiveOverview } from './application/live-overview.ts';
import { BreakdownInbox, CampaignStatsReader, DedupeCache, EventDeletions, EventIdRanges, EventStore, MinuteStatsReader, StoredEventsReader } from './application/ports.ts';

/** A cache that answers later than this costs more than the database does. */
const DEDUPE_TIMEOUT_MS = 20;

const OVERVIEW_PATIENCE_MS = 2_000;

@Module({
  providers: [
    { provide: EventStore, inject: [Database], useFactory: (database: Database) => new PostgresEventStore(database.pool) },
    { provide: MinuteStatsReader, inject: [Database], useFactory: (database: Database) => new PostgresMinuteStatsReader(database.pool) },
    { provide: CampaignStatsReader, inject: [Database], useFactory: (database: Database) => new PostgresCampaignStatsReader(database.pagePool) },
    { provide: StoredEventsReader, inject: [Database], useFactory: (database: Database) => new PostgresStoredEventsReader(database.pagePool) },
    { provide: BreakdownInbox, inject: [Database], useFactory: (database: Database) => new PostgresBreakdownInbox(database.pool) },
    { provide: EventDeletions, inject: [Database], useFactory: (database: Database) => new PostgresEventDeletions(database.pool) },
    { provide: CampaignNews, inject: [DomainEventPublisher], useFactory: (publisher: DomainEventPublisher) => new CampaignNews(publisher) },
    {
      provide: BreakdownFolding,
      inject: [BreakdownInbox, DomainEventPublisher, Platform],
      useFactory: (inbox: BreakdownInbox, publisher: DomainEventPublisher, { logger }: Platform) =>
        new BreakdownFolding(inbox, publisher, (error) => logger.warn({ err: error }, 'could not fold the breakdown inbox; trying again')),
    },
    {
      provide: DeleteEventsHandler,
      inject: [EventDeletions, DomainEventPublisher, Platform],
      useFactory: (deletions: EventDeletions, publisher: DomainEventPublisher, { logger }: Platform) =>
        new DeleteEventsHandler(deletions, publisher, (error) => logger.warn({ err: error }, 'could not delete events; trying again')),
    },
    { provide: EventIdRanges, inject: [Database], useFactory: (database: Database) => new PostgresEventIdRanges(database.pool) },
    {
      provide: DedupeCache,
      inject: [Platform],
      useFactory: ({ redisUrl, namespace, logger }: Platform) =>
        redisUrl === undefined
          ? new MemoryDedupeCache()
          : new RedisDedupeCache(connectRedis(redisUrl, logger, { commandTimeout: DEDUPE_TIMEOUT_MS }), namespace),
    },
    {
      provide: IngestEventsHandler,
      inject: [EventStore, DedupeCache, DomainEventPublisher],
      useFactory: (store: EventStore, cache: DedupeCache, publisher: DomainEventPublisher) => new IngestEventsHandler(store, cache, publisher),
    },
    {
      provide: LiveOverview,
      inject: [MinuteStatsReader, DomainEventPublisher, Platform],
      useFactory: async (stats: MinuteStatsReader, publisher: DomainEventPublisher, { logger }: Platform) => {
        const overview = new LiveOverview(stats, publisher, (error) => logger.warn({ err: error }, 'could not read the totals; trying again'));
        // Reading all minutes may take long, or wait for a lock; ingest does not need them.
        await Promise.race([overview.start(), sleep(OVERVIEW_PATIENCE_MS, undefined, { ref: false })]);
        return overview;
      },
    },
  ],
  exports: [CampaignNews, CampaignStatsReader, EventDeletions, EventIdRanges, IngestEventsHandler, LiveOverview, MinuteStatsReader, StoredEventsReader],
})
export class EventsModule implements OnApplicationShutdown {
  constructor(
    @Inject(IngestEventsHandler) private readonly ingest: IngestEventsHandler,
    @Inject(LiveOverview) private readonly overview: LiveOverview,
    @Inject(DedupeCache) private readonly cache: DedupeCache,
    @Inject(CampaignNews) private readonly news: CampaignNews,
    @Inject(BreakdownFolding) private readonly folding: BreakdownFolding,
    @Inject(DeleteEventsHandler) private readonly deletions: DeleteEventsHandler,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.ingest.drain();
    this.overview.stop();
    this.news.stop();
    await this.folding.stop();
    await this.deletions.stop();
    await this.cache.close();
  }
}
