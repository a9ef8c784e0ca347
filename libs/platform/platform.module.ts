import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from './database.ts';
import { InProcessDomainEvents } from './domain-events/in-process-domain-events.ts';
import { RedisDomainEvents } from './domain-events/redis-domain-events.ts';
import { KafkaBrokers } from './kafka/kafka-brokers.ts';
import { connectRedis } from './redis.ts';

export interface PlatformOptions {
  databaseUrl: string;
  redisUrl: string | undefined;
  /** Set in streaming mode. */
  kafkaBrokers: string[] | undefined;
  flinkUrl?: string | undefined;
  logger: Logger;
}

/** What adapters of every context need to reach the outside. */
export class Platform {
  constructor(
    readonly redisUrl: string | undefined,
    /** Prefix for everything kept in Redis. */
    readonly namespace: string,
    readonly logger: Logger,
    /** `host:port` of some brokers in streaming mode; undefined where events are counted directly. */
    readonly kafkaBrokers: string[] | undefined,
    /** Where Flink tells of its jobs; without it nobody is asked about them. */
    readonly flinkUrl: string | undefined,
  ) {}
}

@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KafkaBrokers) private readonly brokers: KafkaBrokers,
    @Inject(DomainEventPublisher) private readonly publisher: DomainEventPublisher,
  ) {}

  static forRoot({ databaseUrl, redisUrl, kafkaBrokers, flinkUrl, logger }: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: Database, useFactory: () => new Database(databaseUrl, logger) },
        {
          provide: Platform,
          inject: [Database],
          useFactory: async (database: Database) => new Platform(redisUrl, `flightdeck:${await database.identity()}`, logger, kafkaBrokers, flinkUrl),
        },
        { provide: KafkaBrokers, useFactory: () => new KafkaBrokers(kafkaBrokers) },
        {
          provide: DomainEventPublisher,
          inject: [Platform],
          useFactory: ({ namespace }: Platform) =>
            redisUrl === undefined
              ? new InProcessDomainEvents(logger)
              : new RedisDomainEvents(connectRedis(redisUrl, logger), connectRedis(redisUrl, logger), `${namespace}:domain-events`, logger),
        },
      ],
      exports: [Database, Platform, KafkaBrokers, DomainEventPublisher],
    };
  }

  /** Last of all: everything that was accepted has been stored and told by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
    await this.brokers.close();
    await this.database.close();
  }
}
