import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { parseUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields, validatedQuery } from '../validation.ts';
import { type AnomaliesBody, anomaliesSchema, fromAnomalyCursor } from './anomaly.schema.ts';
import { type DevicesBody, devicesSchema, type MinutesBody, minutesSchema } from './minutes.schema.ts';
import { PipelinePage } from './pipeline-page.ts';
import { AnomaliesQuery, DevicesQuery, MinutesQuery } from './pipeline.dto.ts';
import { type PipelineBody, pipelineSchema } from './pipeline.schema.ts';

const LIVE = 'The page gets the same, and every change of it, over a WebSocket.';

@ApiTags('Pipeline')
@Controller('api/pipeline')
export class PipelineController {
  constructor(private readonly page: PipelinePage) {}

  @Get()
  @ApiOperation({ summary: 'How events are counted, and how that goes', description: LIVE })
  @ApiJson(200, 'As of now', pipelineSchema)
  @ApiProblems(422, 503)
  status(): Promise<PipelineBody> {
    return this.page.status();
  }

  @Get('minutes')
  @ApiOperation({ summary: 'CTR per minute of the busiest campaigns', description: LIVE })
  @ApiJson(200, 'The last minutes', minutesSchema)
  @ApiProblems(422, 503)
  minutes(@Query(validatedQuery) { minutes, limit }: MinutesQuery): Promise<MinutesBody> {
    return this.page.minutes(minutes, limit);
  }

  @Get('devices')
  @ApiOperation({ summary: 'Engagement by type of device, over all campaigns', description: LIVE })
  @ApiJson(200, 'The last minutes', devicesSchema)
  @ApiProblems(422, 503)
  devices(@Query(validatedQuery) { minutes }: DevicesQuery): Promise<DevicesBody> {
    return this.page.devices(minutes);
  }

  @Get('anomalies')
  @ApiOperation({ summary: 'When campaigns were not as usual', description: 'Those that began last first. The rule is in docs/pipeline.md.' })
  @ApiJson(200, 'A page of them', anomaliesSchema)
  @ApiProblems(422, 503)
  anomalies(@Query(validatedQuery) { campaign_id: campaignId, ongoing, from: first, to: last, limit, cursor }: AnomaliesQuery): Promise<AnomaliesBody> {
    const [from, to] = [first, last].map((time) => (time === undefined ? undefined : parseUtcTime(time)));
    if (from !== undefined && to !== undefined && from >= to) throw invalidFields([{ field: 'to', message: 'must be later than from' }]);
    return this.page.anomalies({ campaignId, from, to, isOngoing: ongoing, limit, after: fromAnomalyCursor(cursor) });
  }
}
