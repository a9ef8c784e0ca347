import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PipelineFigures } from '../events/application/pipeline-figures.ts';
import { CampaignMinutesReader, DeviceEngagementReader } from '../events/application/ports.ts';
import { EventsAside } from '../events/application/streaming-ports.ts';
import { EventsModule } from '../events/events.module.ts';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from '../platform/database.ts';
import type { TopicFollower } from '../platform/kafka/topic-follower.ts';
import { Platform } from '../platform/platform.module.ts';
import { HttpFlinkJobsReader } from './adapters/flink/flink-jobs-reader.ts';
import { GroupLags } from './adapters/kafka/group-lags.ts';
import { followResults } from './adapters/kafka/result-follower.ts';
import { Ticks } from './adapters/kafka/ticks.ts';
import { PostgresAnomalyStore } from './adapters/postgres/postgres-anomaly-store.ts';
import { PostgresDeviceMinuteStore } from './adapters/postgres/postgres-device-minute-store.ts';
import { PostgresDirectStatusReader } from './adapters/postgres/postgres-direct-status-reader.ts';
import { PostgresWatchLease } from './adapters/postgres/postgres-watch-lease.ts';
import { AnomalyWatch } from './application/anomaly-watch.ts';
import { DirectWatch } from './application/direct-watch.ts';
import { EngagementWatch } from './application/engagement-watch.ts';
import { AnomalyStore, DeviceMinuteStore, PipelineStatusReader, WatchLease } from './application/ports.ts';
import { ResultProjector } from './application/result-projector.ts';
import { StreamingStatus } from './application/streaming-status.ts';

/** Undefined where events are counted directly. */
const TICKS = 'TICKS';
/** Undefined where events are counted directly. */
const GROUP_LAGS = 'GROUP_LAGS';
/** A way to begin following what Flink tells; undefined where events are counted directly. */
const FOLLOW_RESULTS = 'FOLLOW_RESULTS';
/** Undefined in streaming mode, in which Flink judges. */
const DIRECT_WATCH = 'DIRECT_WATCH';

@Module({
  imports: [EventsModule],
  providers: [
    { provide: AnomalyStore, inject: [Database], useFactory: (database: Database) => new PostgresAnomalyStore(database.pagePool) },
    { provide: DeviceMinuteStore, inject: [Database], useFactory: (database: Database) => new PostgresDeviceMinuteStore(database.pagePool) },
    { provide: GROUP_LAGS, inject: [Platform], useFactory: ({ kafkaBrokers }: Platform) => kafkaBrokers && new GroupLags(kafkaBrokers) },
    {
      provide: PipelineStatusReader,
      inject: [Database, Platform, GROUP_LAGS, EventsAside],
      useFactory: ({ pagePool }: Database, { flinkUrl, namespace }: Platform, lags: GroupLags | undefined, aside: EventsAside) =>
        lags === undefined ? new PostgresDirectStatusReader(pagePool) : streamingStatus(lags, flinkUrl, namespace, aside),
    },
    { provide: WatchLease, inject: [Database], useFactory: (database: Database) => new PostgresWatchLease(database.pagePool) },
    { provide: TICKS, inject: [Platform], useFactory: ({ kafkaBrokers, logger }: Platform) => kafkaBrokers && new Ticks(kafkaBrokers, logger) },
    {
      provide: FOLLOW_RESULTS,
      inject: [Platform, AnomalyStore, DeviceMinuteStore, PipelineFigures, DomainEventPublisher],
      useFactory: ({ kafkaBrokers, namespace, logger }: Platform, anomalies: AnomalyStore, devices: DeviceMinuteStore, figures: PipelineFigures, publisher: DomainEventPublisher) => {
        if (kafkaBrokers === undefined) return undefined;
        const projector = new ResultProjector(devices, anomalies, publisher, (message, details) => logger.warn(details, message), (topic) => figures.handled(topic));
        return (): TopicFollower => {
          const follower = followResults(kafkaBrokers, namespace, projector, logger);
          figures.follow(follower);
          return follower;
        };
      },
    },
    {
      provide: DIRECT_WATCH,
      inject: [Platform, WatchLease, CampaignMinutesReader, DeviceEngagementReader, AnomalyStore, DeviceMinuteStore, DomainEventPublisher],
      useFactory: ({ kafkaBrokers, logger }: Platform, lease: WatchLease, campaigns: CampaignMinutesReader, events: DeviceEngagementReader, anomalies: AnomalyStore, devices: DeviceMinuteStore, publisher: DomainEventPublisher) =>
        kafkaBrokers === undefined
          ? new DirectWatch(lease, new AnomalyWatch(campaigns, anomalies, publisher), new EngagementWatch(events, devices), publisher, (error) => logger.warn({ err: error }, 'could not judge the last minutes of campaigns; trying again'))
          : undefined,
    },
  ],
  exports: [AnomalyStore, DeviceMinuteStore, PipelineStatusReader],
})
export class PipelineModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private results: TopicFollower | undefined;

  constructor(
    @Inject(TICKS) private readonly ticks: Ticks | undefined,
    @Inject(GROUP_LAGS) private readonly lags: GroupLags | undefined,
    @Inject(FOLLOW_RESULTS) private readonly followResults: (() => TopicFollower) | undefined,
    @Inject(DIRECT_WATCH) private readonly watch: DirectWatch | undefined,
  ) {}

  onApplicationBootstrap(): void {
    this.results = this.followResults?.();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ticks?.stop();
    await this.results?.stop();
    await this.watch?.stop();
    await this.lags?.close();
  }
}

/** Flink's jobs read as groups of their own names, and the results are read by this database's. */
function streamingStatus(lags: GroupLags, flinkUrl: string | undefined, namespace: string, aside: EventsAside): StreamingStatus {
  const jobs = ['count-once', 'aggregate', 'anomalies'] as const;
  const projectors = ['counts', 'pipeline'].map((name) => `${namespace}:${name}`);
  return new StreamingStatus({
    flink: flinkUrl === undefined ? undefined : new HttpFlinkJobsReader(flinkUrl),
    lags: async () => {
      const found = await lags.read([...jobs, ...projectors]);
      const behind = projectors.flatMap((group) => found.get(group) ?? []);
      const own = jobs.flatMap((job) => (found.has(job) ? [[job, found.get(job)!] as const] : []));
      return new Map([...own, ...(behind.length === 0 ? [] : [['projector', behind.reduce((sum, each) => sum + each, 0)] as const])]);
    },
    setAside: () => aside.count(),
  });
}
