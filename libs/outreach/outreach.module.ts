import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '../platform/database.ts';
import { PostgresFeedbackStore } from './adapters/postgres/postgres-feedback-store.ts';
import { AnswerFeedbackHandler } from './application/answer-feedback.ts';
import { FeedbackStore } from './application/ports.ts';
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
export class OutreachModule {
  static forRoot(_options: OutreachOptions): DynamicModule {
    return {
      module: OutreachModule,
      providers: [
        { provide: FeedbackStore, inject: [Database], useFactory: (database: Database) => new PostgresFeedbackStore(database.pool, database.pagePool) },
        AnswerFeedbackHandler,
        SetUnsubscribedHandler,
      ],
      exports: [FeedbackStore],
    };
  }
}
