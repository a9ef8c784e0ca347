import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { NamedOverview } from './named-overview.ts';
import { type OverviewBody, overviewSchema } from './overview.schema.ts';

@ApiTags('Overview')
@Controller('api/overview')
export class OverviewController {
  constructor(private readonly overview: NamedOverview) {}

  @Get()
  @ApiOperation({ summary: 'Totals per campaign and the rates of the last five minutes', description: 'The page gets the same, and every change of it, over a WebSocket.' })
  @ApiJson(200, 'As of now', overviewSchema)
  @ApiProblems(422, 503)
  async read(): Promise<OverviewBody> {
    await this.overview.refresh();
    return this.overview.whole();
  }
}
