import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from '../platform/database.ts';
import { Platform } from '../platform/platform.module.ts';
import { connectRedis } from '../platform/redis.ts';
import { KafkaEventLog } from './adapters/kafka/kafka-event-log.ts';
import { countedBarrier, ResultFollowers } from './adapters/kafka/result-followers.ts';
import { MemoryDedupeCache } from './adapters/memory/memory-dedupe-cache.ts';
import { PostgresBreakdownInbox } from './adapters/postgres/postgres-breakdown-inbox.ts';
import { PostgresCampaignMinutesReader } from './adapters/postgres/postgres-campaign-minutes-reader.ts';
import { PostgresCampaignStatsReader } from './adapters/postgres/postgres-campaign-stats-reader.ts';
import { PostgresDeviceEngagementReader } from './adapters/postgres/postgres-device-engagement-reader.ts';
import { PostgresEventDeletions } from './adapters/postgres/postgres-event-deletions.ts';
import { PostgresEventIdRanges } from './adapters/postgres/postgres-event-id-ranges.ts';
import { PostgresEventStore } from './adapters/postgres/postgres-event-store.ts';
import { PostgresLateEvents } from './adapters/postgres/postgres-late-events.ts';
import { PostgresMinuteStatsReader } from './adapters/postgres/postgres-minute-stats-reader.ts';
import { PostgresRecentEvents } from './adapters/postgres/postgres-recent-events.ts';
import { PostgresStoredEventsReader } from './adapters/postgres/postgres-stored-events-reader.ts';
import { PostgresStreamedCounts } from './adapters/postgres/postgres-streamed-counts.ts';
import { RedisDedupeCache } from './adapters/redis/redis-dedupe-cache.ts';
import { BreakdownFolding } from './application/breakdown-folding.ts';
import { CampaignNews } from './application/campaign-news.ts';
import { DeleteEventsHandler } from './application/delete-events.ts';
import { IngestEventsHandler } from './application/ingest-events.ts';
import { LateArrivals } from './application/late-arrivals.ts';
import { LiveOverview } from './application/live-overview.ts';
import { PipelineFigures } from './application/pipeline-figures.ts';
import { BreakdownInbox, CampaignMinutesReader, CampaignStatsReader, DedupeCache, DeviceEngagementReader, EventDeletions, EventIdRanges, EventStore, MinuteStatsReader, StoredEventsReader } from './application/ports.ts';
import { Projector } from './application/projector.ts';
import { EventsAside, StreamedRuns } from './application/streaming-ports.ts';

/** Undefined where events are counted directly. */
const RESULT_FOLLOWERS = 'RESULT_FOLLOWERS';

/** A cache that answers later than this costs more than the database does. */
const DEDUPE_TIMEOUT_MS = 20;

const OVERVIEW_PATIENCE_MS = 2_000;

@Module({
  providers: [
    PipelineFigures,
    {
      provide: EventStore,
      inject: [Database, Platform, PipelineFigures],
      useFactory: (database: Database, { kafkaBrokers }: Platform, figures: PipelineFigures) =>
        kafkaBrokers === undefined ? new PostgresEventStore(database.pool) : new KafkaEventLog(kafkaBrokers, figures),
    },
    {
      provide: RESULT_FOLLOWERS,
      inject: [Database, Platform, PipelineFigures, DomainEventPublisher],
      useFactory: (database: Database, platform: Platform, figures: PipelineFigures, publisher: DomainEventPublisher) => resultFollowers(database, platform, figures, publisher),
    },
    { provide: EventsAside, inject: [Database], useFactory: (database: Database) => new PostgresLateEvents(database.pagePool) },
    { provide: StreamedRuns, inject: [Database], useFactory: (database: Database) => new PostgresStreamedCounts(database.pool) },
    { provide: MinuteStatsReader, inject: [Database], useFactory: (database: Database) => new PostgresMinuteStatsReader(database.pool) },
    { provide: CampaignStatsReader, inject: [Database], useFactory: (database: Database) => new PostgresCampaignStatsReader(database.pagePool) },
    { provide: CampaignMinutesReader, inject: [Database], useFactory: (database: Database) => new PostgresCampaignMinutesReader(database.pagePool) },
    { provide: DeviceEngagementReader, inject: [Database], useFactory: (database: Database) => new PostgresDeviceEngagementReader(database.pagePool) },
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
  exports: [CampaignMinutesReader, CampaignNews, CampaignStatsReader, DeviceEngagementReader, EventDeletions, EventIdRanges, EventsAside, IngestEventsHandler, LiveOverview, MinuteStatsReader, PipelineFigures, StoredEventsReader, StreamedRuns],
})
export class EventsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(IngestEventsHandler) private readonly ingest: IngestEventsHandler,
    @Inject(LiveOverview) private readonly overview: LiveOverview,
    @Inject(DedupeCache) private readonly cache: DedupeCache,
    @Inject(CampaignNews) private readonly news: CampaignNews,
    @Inject(BreakdownFolding) private readonly folding: BreakdownFolding,
    @Inject(DeleteEventsHandler) private readonly deletions: DeleteEventsHandler,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(RESULT_FOLLOWERS) private readonly results: ResultFollowers | undefined,
  ) {}

  onApplicationBootstrap(): void {
    this.results?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ingest.drain();
    if (this.store instanceof KafkaEventLog) await this.store.close();
    await this.results?.stop();
    this.overview.stop();
    this.news.stop();
    await this.folding.stop();
    await this.deletions.stop();
    await this.cache.close();
  }
}

function resultFollowers({ pool }: Database, { kafkaBrokers, namespace, logger }: Platform, figures: PipelineFigures, publisher: DomainEventPublisher): ResultFollowers | undefined {
  if (kafkaBrokers === undefined) return undefined;
  const report = (message: string, details: object): void => logger.warn(details, message);
  const counted = countedBarrier(kafkaBrokers, namespace);
  return new ResultFollowers({
    brokers: kafkaBrokers,
    namespace,
    projector: new Projector(new PostgresStreamedCounts(pool), new PostgresRecentEvents(pool), publisher, figures, report),
    late: new LateArrivals(new PostgresLateEvents(pool), new PostgresEventStore(pool), publisher, (records) => counted.before(records), report),
    counted,
    figures,
    logger,
  });
}
