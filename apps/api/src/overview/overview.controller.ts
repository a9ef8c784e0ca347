import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { LiveOverview } from '../../../../libs/events/application/live-overview.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { type OverviewBody, overviewSchema, toBody } from './overview.schema.ts';

@ApiTags('Overview')
@Controller('api/overview')
export class OverviewController {
  constructor(private readonly overview: LiveOverview) {}

  @Get()
  @ApiOperation({ summary: 'Totals per campaign and the rates of the last five minutes', description: 'The page gets the same, and every change of it, over a WebSocket.' })
  @ApiJson(200, 'As of now', overviewSchema)
  @ApiProblems(503)
  read(): OverviewBody {
    return toBody(this.overview.view());
  }
}
