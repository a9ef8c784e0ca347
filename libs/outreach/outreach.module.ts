import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CampaignStore } from '../campaigns/application/ports.ts';
import { CampaignsModule } from '../campaigns/campaigns.module.ts';
import { Database } from '../platform/database.ts';
import { LiquidTemplateEngine } from './adapters/liquid/liquid-template-engine.ts';
import { PostgresFeedbackStore } from './adapters/postgres/postgres-feedback-store.ts';
import { PostgresTemplateStore } from './adapters/postgres/postgres-template-store.ts';
import { SimulatedChannel } from './adapters/simulated/simulated-channel.ts';
import { SmtpChannel } from './adapters/smtp/smtp-channel.ts';
import { WebhookChannel } from './adapters/webhook/webhook-channel.ts';
import { AnswerFeedbackHandler } from './application/answer-feedback.ts';
import { MessageSamples } from './application/message-samples.ts';
import { Channels, FeedbackStore, RecipientStore, TemplateEngine, TemplateStore } from './application/ports.ts';
import { SaveTemplateHandler } from './application/save-template.ts';
import { SendSampleHandler } from './application/send-sample.ts';
import { SetUnsubscribedHandler } from './application/set-unsubscribed.ts';

/** What is set from outside. */
export interface OutreachOptions {
  /** What links to feedback pages begin with, without a slash at the end. */
  publicUrl: string;
  smtp: { url: string; from: string } | undefined;
  webhook: { url: string; secret: string } | undefined;
  /** Of all dispatches together; null: as fast as it goes. */
  sendsPerMinute: number | null;
  /** Whether this process sends, or leaves that to others. */
  dispatches: boolean;
}

@Module({})
export class OutreachModule implements OnApplicationShutdown {
  constructor(@Inject(Channels) private readonly channels: Channels) {}

  static forRoot({ publicUrl, smtp, webhook }: OutreachOptions): DynamicModule {
    return {
      module: OutreachModule,
      imports: [CampaignsModule],
      providers: [
        { provide: FeedbackStore, inject: [Database], useFactory: (database: Database) => new PostgresFeedbackStore(database.pool, database.pagePool) },
        AnswerFeedbackHandler,
        SetUnsubscribedHandler,
        { provide: TemplateEngine, useFactory: () => new LiquidTemplateEngine() },
        { provide: TemplateStore, inject: [Database], useFactory: (database: Database) => new PostgresTemplateStore(database.pool) },
        { provide: Channels, useFactory: () => new Channels([new SimulatedChannel(), new SmtpChannel({ smtp }), new WebhookChannel({ webhook })]) },
        {
          provide: MessageSamples,
          inject: [TemplateStore, TemplateEngine, CampaignStore, RecipientStore],
          useFactory: (templates: TemplateStore, engine: TemplateEngine, campaigns: CampaignStore, recipients: RecipientStore) => new MessageSamples(templates, engine, campaigns, recipients, publicUrl),
        },
        SaveTemplateHandler,
        SendSampleHandler,
      ],
      exports: [Channels, FeedbackStore, MessageSamples],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.channels.all.map((channel) => channel.close()));
  }
}
