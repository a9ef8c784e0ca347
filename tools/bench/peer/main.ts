import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PrismaPg } from '@prisma/adapter-pg';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { Prisma, PrismaClient } from '../../../libs/platform/prisma/client/client.ts';

/** What one would write first: NestJS, class-validator and one Prisma insert per request. It keeps no minutes. */
class EventDto {
  @IsString() @IsNotEmpty() @MaxLength(200) event_id!: string;
  @IsIn(['click', 'impression']) type!: 'click' | 'impression';
  @IsString() @IsNotEmpty() @MaxLength(200) campaign_id!: string;
  @IsOptional() @IsString() creative_id?: string;
  @IsString() @IsNotEmpty() source!: string;
  @Type(() => Date) @IsDate() occurred_at!: Date;
  @IsOptional() @IsString() user_id?: string;
  @IsOptional() @IsObject() metadata?: Record<string, string>;
}

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL!, max: 10 }) });

@Controller('events')
class EventsController {
  @Post()
  @HttpCode(202)
  async create(@Body() body: EventDto): Promise<{ event_id: string; status: string }> {
    try {
      await prisma.eventRaw.create({
        data: {
          id: crypto.randomUUID(),
          eventId: body.event_id,
          type: body.type,
          campaignId: body.campaign_id,
          creativeId: body.creative_id ?? null,
          source: body.source,
          occurredAt: body.occurred_at,
          userId: body.user_id ?? null,
          metadata: body.metadata ?? Prisma.JsonNull,
        },
      });
      return { event_id: body.event_id, status: 'accepted' };
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return { event_id: body.event_id, status: 'duplicate' };
      throw error;
    }
  }
}

@Module({ controllers: [EventsController] })
class PeerModule {}

const app = await NestFactory.create<NestFastifyApplication>(PeerModule, new FastifyAdapter(), { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true }));
await app.listen(0, '127.0.0.1');
process.send?.({ ready: true, url: await app.getUrl() });
process.on('SIGTERM', () => process.exit(0));
