import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { BudgetWatch } from '../campaigns/application/budget-watch.ts';
import { CampaignStore } from '../campaigns/application/ports.ts';
import { CampaignsModule } from '../campaigns/campaigns.module.ts';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { AnomalyStore } from '../pipeline/application/ports.ts';
import { PipelineModule } from '../pipeline/pipeline.module.ts';
import { Database } from '../platform/database.ts';
import { Platform } from '../platform/platform.module.ts';
import { connectRedis } from '../platform/redis.ts';
import { SimulationReader } from '../traffic/application/simulation-reader.ts';
import { TrafficModule } from '../traffic/traffic.module.ts';
import { MemoryPresenceRegistry } from './adapters/memory/memory-presence-registry.ts';
import { PrismaChatStore } from './adapters/postgres/prisma-chat-store.ts';
import { RedisPresenceRegistry } from './adapters/redis/redis-presence-registry.ts';
import { Announcements } from './application/announcements.ts';
import { ChatRoster } from './application/chat-roster.ts';
import { JoinChatHandler } from './application/join-chat.ts';
import { LiveMessages } from './application/live-messages.ts';
import { MarkMessagesReadHandler } from './application/mark-messages-read.ts';
import { ChatStore, PresenceRegistry } from './application/ports.ts';
import { PostMessageHandler } from './application/post-message.ts';
import { Presence } from './application/presence.ts';

/** Longer than this nobody waits to see who is here. */
const PRESENCE_TIMEOUT_MS = 2_000;

@Module({
  imports: [CampaignsModule, TrafficModule, PipelineModule],
  providers: [
    { provide: ChatStore, inject: [Database], useFactory: (database: Database) => new PrismaChatStore(database.prisma, database.turnPool) },
    {
      provide: PresenceRegistry,
      inject: [Platform],
      useFactory: ({ redisUrl, namespace, logger }: Platform) =>
        redisUrl === undefined
          ? new MemoryPresenceRegistry()
          : new RedisPresenceRegistry(connectRedis(redisUrl, logger, { commandTimeout: PRESENCE_TIMEOUT_MS }), namespace),
    },
    {
      provide: Presence,
      inject: [PresenceRegistry, DomainEventPublisher, Platform],
      useFactory: (registry: PresenceRegistry, publisher: DomainEventPublisher, { logger }: Platform) =>
        new Presence(registry, publisher, (error) => logger.debug({ err: error }, 'the registry of presence does not answer; trying again')),
    },
    {
      provide: ChatRoster,
      inject: [ChatStore, Presence, DomainEventPublisher],
      useFactory: (store: ChatStore, presence: Presence, publisher: DomainEventPublisher) => new ChatRoster(store, presence, publisher),
    },
    {
      provide: LiveMessages,
      inject: [ChatStore, DomainEventPublisher],
      useFactory: (store: ChatStore, publisher: DomainEventPublisher) => new LiveMessages(store, publisher),
    },
    JoinChatHandler,
    PostMessageHandler,
    MarkMessagesReadHandler,
    {
      provide: Announcements,
      inject: [BudgetWatch, SimulationReader, CampaignStore, AnomalyStore, ChatStore, PostMessageHandler, DomainEventPublisher, Platform],
      useFactory: (budgets: BudgetWatch, simulations: SimulationReader, campaigns: CampaignStore, anomalies: AnomalyStore, messages: ChatStore, post: PostMessageHandler, publisher: DomainEventPublisher, { logger }: Platform) =>
        new Announcements({ budgets, simulations, campaigns, anomalies, messages }, post, publisher, (error) => logger.warn({ err: error }, 'could not say in the chat what has happened to a campaign; trying again')),
    },
  ],
  exports: [ChatStore, ChatRoster, LiveMessages, Presence],
})
export class ChatModule implements OnApplicationShutdown {
  constructor(
    @Inject(Presence) private readonly presence: Presence,
    @Inject(ChatRoster) private readonly roster: ChatRoster,
    @Inject(LiveMessages) private readonly messages: LiveMessages,
    @Inject(Announcements) private readonly announcements: Announcements,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.announcements.stop();
    this.roster.stop();
    this.messages.stop();
    await this.presence.stop();
  }
}
