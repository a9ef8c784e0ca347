import { type DynamicModule, Module } from '@nestjs/common';

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
    return { module: OutreachModule, providers: [], exports: [] };
  }
}
