import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IngestEvents } from '../../../../libs/events/application/ingest-events.ts';
import type { AdEvent } from '../../../../libs/events/domain/ad-event.ts';
import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields } from '../validation.ts';
import { bodyTooLarge, unsupportedMediaType } from './errors.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from './event-body.ts';
import { adEventSchema, documentedEventSchema, MAX_EVENT_BYTES, parseEvent } from './event.schema.ts';
import { batchResultSchema, eventResultSchema } from './event-result.schema.ts';
import { type BatchItem, NdjsonBody } from './ndjson-reader.ts';

interface EventResult {
  event_id: string;
  status: 'accepted' | 'duplicate';
}

interface BatchResult {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: ItemResult[];
}

interface ItemResult {
  index: number;
  event_id: string | null;
  status: 'accepted' | 'duplicate' | 'rejected';
  errors?: FieldError[];
}

@ApiTags('Ingest')
@Controller('events')
export class EventsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(202)
  @RouteConfig({ bodyLimit: MAX_EVENT_BYTES })
  @ApiOperation({
    summary: 'Report one event',
    description: 'Answers 202 once the event is durable. Send again whatever was not answered: a repeated event_id is counted once. In streaming mode (KAFKA_BROKERS) a repetition that is not recognised here at once is answered "accepted", and counted once all the same; figures follow some seconds later.',
  })
  @ApiBody({ schema: documentedEventSchema })
  @ApiJson(202, 'Stored now, or stored before', eventResultSchema)
  @ApiProblems(400, 413, 415, 422, 503)
  async ingest(@Body() body: unknown): Promise<EventResult> {
    if (body instanceof NdjsonBody) throw unsupportedMediaType('application/json');
    const event = parseEvent(body);
    if (Array.isArray(event)) throw invalidFields(event);
    const [outcome] = await this.commands.execute(new IngestEvents([event]));
    if (outcome!.status === 'rejected') throw invalidFields([{ field: '', message: outcome!.reason }]);
    return { event_id: event.eventId, status: outcome!.status };
  }

  @Post('batch')
  @HttpCode(202)
  @RouteConfig({ bodyLimit: MAX_BATCH_BYTES })
  @ApiOperation({
    summary: 'Report up to 5,000 events',
    description: 'A JSON array, or one event a line as application/x-ndjson; gzip is welcome; 5 MB at most when unpacked. Events that cannot be taken are named in the results and do not hold up the others.',
  })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'array', maxItems: MAX_BATCH_EVENTS, items: documentedEventSchema } })
  @ApiJson(202, 'One result per event, in the order sent', batchResultSchema)
  @ApiProblems(400, 413, 415, 422, 503)
  async ingestBatch(@Body() body: unknown): Promise<BatchResult> {
    const items = batchItems(body);
    const results: ItemResult[] = [];
    const events: AdEvent[] = [];
    const places: number[] = [];
    items.forEach((item, index) => {
      const event = parseItem(item);
      if (Array.isArray(event)) {
        results.push({ index, event_id: eventIdOf(item), status: 'rejected', errors: event });
      } else {
        results.push({ index, event_id: event.eventId, status: 'accepted' });
        events.push(event);
        places.push(index);
      }
    });
    if (events.length > 0) {
      const outcomes = await this.commands.execute(new IngestEvents(events));
      outcomes.forEach((outcome, position) => {
        const result = results[places[position]!]!;
        result.status = outcome.status;
        if (outcome.status === 'rejected') result.errors = [{ field: '', message: outcome.reason }];
      });
    }
    const count = (status: ItemResult['status']) => results.reduce((sum, result) => sum + (result.status === status ? 1 : 0), 0);
    return { accepted: count('accepted'), duplicates: count('duplicate'), rejected: count('rejected'), results };
  }
}

function batchItems(body: unknown): BatchItem[] {
  if (body instanceof NdjsonBody) return body.items;
  if (!Array.isArray(body)) throw invalidFields([{ field: '', message: 'must be a JSON array of events' }]);
  if (body.length > MAX_BATCH_EVENTS) throw bodyTooLarge(`the ${MAX_BATCH_EVENTS} events that a batch may have`);
  return body.map((value: unknown) => ({ value }));
}

function parseItem(item: BatchItem): AdEvent | FieldError[] {
  if ('problem' in item) return [{ field: '', message: item.problem }];
  const event = parseEvent(item.value);
  // A character takes four bytes at most: only what may be too large is written out again to be measured.
  const mayBeTooLarge = 'metadata' in event && (event.metadata?.length ?? 0) > MAX_EVENT_BYTES / 8;
  if (mayBeTooLarge && keptBytes(item.value as object) > MAX_EVENT_BYTES) {
    return [{ field: '', message: `must not be larger than ${MAX_EVENT_BYTES / 1024} KB` }];
  }
  return event;
}

/** What the event takes as JSON, without the unknown fields: nobody has looked into those, and they are not kept. */
function keptBytes(body: object): number {
  const kept = Object.entries(body).filter(([name]) => Object.hasOwn(adEventSchema.properties, name));
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(kept)));
}

/** The id of an event that was refused, as far as it has one: it tells the client which one to mend. */
function eventIdOf(item: BatchItem): string | null {
  const id = 'value' in item ? (item.value as { event_id?: unknown } | null)?.event_id : undefined;
  return typeof id === 'string' ? id : null;
}
