import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { OutreachModule, type OutreachOptions } from '../../../libs/outreach/outreach.module.ts';
import { PlatformModule, type PlatformOptions } from '../../../libs/platform/platform.module.ts';

@Module({})
export class WorkerModule {
  static forRoot({ outreach, ...platform }: PlatformOptions & { outreach: OutreachOptions }): DynamicModule {
    return { module: WorkerModule, imports: [CqrsModule.forRoot(), PlatformModule.forRoot(platform), OutreachModule.forRoot(outreach)] };
  }
}
