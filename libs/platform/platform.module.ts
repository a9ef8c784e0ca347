import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from './database.ts';
import { InProcessDomainEvents } from './domain-events/in-process-domain-events.ts';
import { RedisDomainEvents } from './domain-events/redis-domain-events.ts';
import { connectRedis } from './redis.ts';

export interface PlatformOptions {
  databaseUrl: string;
  redisUrl: string | undefined;
  logger: Logger;
}

/** What adapters of every context need to reach the outside. */
export class Platform {
  constructor(
    readonly redisUrl: string | undefined,
    /** Prefix for everything kept in Redis. */
    readonly namespace: string,
    readonly logger: Logger,
  ) {}
}

@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DomainEventPublisher) private readonly publisher: DomainEventPublisher,
  ) {}

  static forRoot({ databaseUrl, redisUrl, logger }: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: Database, useFactory: () => new Database(databaseUrl, logger) },
        {
          provide: Platform,
          inject: [Database],
          useFactory: async (database: Database) => new Platform(redisUrl, `flightdeck:${await database.identity()}`, logger),
        },
        {
          provide: DomainEventPublisher,
          inject: [Platform],
          useFactory: ({ namespace }: Platform) =>
            redisUrl === undefined
              ? new InProcessDomainEvents(logger)
              : new RedisDomainEvents(connectRedis(redisUrl, logger), connectRedis(redisUrl, logger), `${namespace}:domain-events`, logger),
        },
      ],
      exports: [Database, Platform, DomainEventPublisher],
    };
  }

  /** Last of all: everything that was accepted has been stored and told by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
    await this.database.close();
  }
}
