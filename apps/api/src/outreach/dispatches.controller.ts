import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreateDispatch } from '../../../../libs/outreach/application/create-dispatch.ts';
import { dispatchNotFound } from '../../../../libs/outreach/application/errors.ts';
import { OutreachViews } from '../../../../libs/outreach/application/outreach-views.ts';
import { DispatchStore } from '../../../../libs/outreach/application/ports.ts';
import { SteerDispatch, STEERINGS } from '../../../../libs/outreach/application/steer-dispatch.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { validatedBody, validatedQuery } from '../validation.ts';
import { NewDispatch, readNewDispatch } from './dispatch-params.ts';
import { DispatchesQuery } from './dispatch.dto.ts';
import { type DispatchBody, dispatchSchema, newDispatchSchema, toDispatchBody } from './dispatch.schema.ts';
import { fromIdCursor, toIdCursor } from './outreach-params.ts';
import { UuidParam } from './uuid-param.ts';

const NEWEST = 'dispatches, newest first';

const pageSchema = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: { items: { type: 'array', items: dispatchSchema }, next_cursor: { type: ['string', 'null'], description: 'Pass it as cursor to get the next page; null on the last one.' } },
};

@ApiTags('Outreach')
@Controller('api')
export class DispatchesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly dispatches: DispatchStore,
    private readonly views: OutreachViews,
  ) {}

  @Post('campaigns/:id/dispatches')
  @ApiOperation({
    summary: 'Send feedback requests to the recipients of a campaign',
    description: 'In the background, now or later. An empty object sends now, through the simulated channel, to everybody who was not asked yet. A campaign has one dispatch under way at a time.',
  })
  @ApiBody({ schema: newDispatchSchema as object })
  @ApiJson(201, 'It begins, or waits for its time', dispatchSchema)
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async create(@CampaignId() id: string, @Body(validatedBody) body: NewDispatch): Promise<DispatchBody> {
    const dispatch = await this.commands.execute(new CreateDispatch(id, readNewDispatch(body, Date.now())));
    return toDispatchBody(await this.views.describe(dispatch));
  }

  @Get('campaigns/:id/dispatches')
  @ApiOperation({ summary: 'Dispatches of a campaign, the newest first' })
  @ApiJson(200, 'A page of them', pageSchema)
  @ApiProblems(404, 422, 503)
  async list(@CampaignId() id: string, @Query(validatedQuery) { limit, cursor }: DispatchesQuery): Promise<{ items: DispatchBody[]; next_cursor: string | null }> {
    const before = fromIdCursor(cursor, NEWEST);
    await this.views.requireCampaign(id);
    const found = await this.dispatches.page(id, limit + 1, before);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await Promise.all(shown.map(async (dispatch) => toDispatchBody(await this.views.describe(dispatch)))),
      next_cursor: toIdCursor(found.length > limit ? last?.id : undefined, NEWEST),
    };
  }

  @Get('dispatches/:id')
  @ApiOperation({ summary: 'A dispatch: its state, and how far it is', description: 'The page gets changes over a WebSocket.' })
  @ApiJson(200, 'As of now', dispatchSchema)
  @ApiProblems(404, 422, 503)
  async read(@UuidParam(dispatchNotFound) id: string): Promise<DispatchBody> {
    const view = await this.views.dispatch(id);
    if (view === undefined) throw dispatchNotFound();
    return toDispatchBody(view);
  }

  @Post('dispatches/:id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause a dispatch', description: 'What is being sent at this moment still is; nothing more is begun.' })
  @ApiJson(200, 'It is paused', dispatchSchema)
  @ApiProblems(404, 409, 422, 503)
  pause(@UuidParam(dispatchNotFound) id: string): Promise<DispatchBody> {
    return this.steer(id, 'pause');
  }

  @Post('dispatches/:id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on with a dispatch that is paused', description: 'One that has missed its time is sent now.' })
  @ApiJson(200, 'It goes on', dispatchSchema)
  @ApiProblems(404, 409, 422, 503)
  resume(@UuidParam(dispatchNotFound) id: string): Promise<DispatchBody> {
    return this.steer(id, 'resume');
  }

  @Post('dispatches/:id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel a dispatch', description: 'Who was not sent to is let go, and can be taken up by another dispatch.' })
  @ApiJson(200, 'It is cancelled', dispatchSchema)
  @ApiProblems(404, 409, 422, 503)
  cancel(@UuidParam(dispatchNotFound) id: string): Promise<DispatchBody> {
    return this.steer(id, 'cancel');
  }

  @Post('dispatches/:id/retry-failed')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send to those who failed again, and to nobody else', description: 'Also to those who failed in earlier dispatches of the campaign. A dispatch that was over goes on.' })
  @ApiJson(200, 'They are queued', dispatchSchema)
  @ApiProblems(404, 409, 422, 503)
  retryFailed(@UuidParam(dispatchNotFound) id: string): Promise<DispatchBody> {
    return this.steer(id, 'retry-failed');
  }

  private async steer(id: string, to: (typeof STEERINGS)[number]): Promise<DispatchBody> {
    return toDispatchBody(await this.views.describe(await this.commands.execute(new SteerDispatch(id, to))));
  }
}
