import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OutreachViews } from '../../../../libs/outreach/application/outreach-views.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { type OutreachBody, outreachListSchema, outreachSchema, type SummaryBody, toOutreachBody, toSummaryBody } from './outreach.schema.ts';

@ApiTags('Outreach')
@Controller('api')
export class OutreachController {
  constructor(private readonly views: OutreachViews) {}

  @Get('outreach')
  @ApiOperation({ summary: 'Outreach of every registered campaign, in short', description: 'Those with a dispatch first, the newest one at the top. The page gets changes over a WebSocket.' })
  @ApiJson(200, 'As of now', outreachListSchema)
  @ApiProblems(422, 503)
  async list(): Promise<{ items: SummaryBody[] }> {
    return { items: (await this.views.list()).map(toSummaryBody) };
  }

  @Get('campaigns/:id/outreach')
  @ApiOperation({ summary: 'Recipients, newest dispatch, failures, feedback and newest import of a campaign, in sum', description: 'The page gets changes over a WebSocket.' })
  @ApiJson(200, 'As of now', outreachSchema)
  @ApiProblems(404, 422, 503)
  async read(@CampaignId() id: string): Promise<OutreachBody> {
    const now = Date.now();
    return toOutreachBody(await this.views.require(id), now);
  }
}
