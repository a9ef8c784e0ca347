import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreateCampaign } from '../../../../libs/campaigns/application/create-campaign.ts';
import { campaignNotFound } from '../../../../libs/campaigns/application/errors.ts';
import { KnownCampaigns } from '../../../../libs/campaigns/application/known-campaigns.ts';
import { CampaignLists } from '../../../../libs/campaigns/application/list-campaigns.ts';
import { LiveFigures } from '../../../../libs/campaigns/application/live-figures.ts';
import { CampaignStore } from '../../../../libs/campaigns/application/ports.ts';
import { UpdateCampaign } from '../../../../libs/campaigns/application/update-campaign.ts';
import { pausesOf } from '../../../../libs/campaigns/domain/pauses.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { validatedBody, validatedQuery } from '../validation.ts';
import { CampaignId } from './campaign-id-param.ts';
import { CampaignChanges, CampaignsQuery, NewCampaign, UnregisteredQuery } from './campaign.dto.ts';
import { type CampaignBody, campaignSchema, type FiguresBody, figuresSchema, toCampaignBody, toFiguresBody } from './campaign.schema.ts';
import { fromCursor, type Order, toCursor } from './cursor.ts';
import { type PauseBody, pausesSchema, toPauseBody } from './pause.schema.ts';

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
  total: number;
}

const pageOf = (items: object): object => ({
  type: 'object',
  required: ['items', 'next_cursor', 'total'],
  properties: {
    items: { type: 'array', items },
    next_cursor: { type: ['string', 'null'], description: 'Pass it as cursor to get the next page; null on the last one.' },
    total: { type: 'integer', description: 'How many there are on all pages.' },
  },
});

const listedSchema = {
  ...campaignSchema,
  required: [...campaignSchema.required, 'figures'],
  properties: { ...campaignSchema.properties, figures: figuresSchema },
};

/** By these the order is one of text. */
const TEXT_SORTS = new Set(['name', 'id', 'status']);

const UNREGISTERED: Order = { name: 'unregistered', kind: 'number' };

@ApiTags('Campaigns')
@Controller('api')
export class CampaignsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly campaigns: CampaignStore,
    private readonly lists: CampaignLists,
    private readonly figures: LiveFigures,
    private readonly known: KnownCampaigns,
  ) {}

  @Get('campaigns')
  @ApiOperation({ summary: 'Registered campaigns, with their present figures', description: 'The page gets changes of the figures over a WebSocket.' })
  @ApiJson(200, 'A page of them', pageOf(listedSchema))
  @ApiProblems(422, 503)
  async list(@Query(validatedQuery) { q, status, sort, order, limit, cursor }: CampaignsQuery): Promise<Page<CampaignBody & { figures: FiguresBody }>> {
    const isText = TEXT_SORTS.has(sort);
    const descending = order === undefined ? !isText : order === 'desc';
    const listed: Order = { name: `${sort} ${descending ? 'desc' : 'asc'}`, kind: isText ? 'string' : 'number' };
    const after = fromCursor(cursor, listed);
    const { campaigns, total, end } = await this.lists.registered({ search: q, status, sort, descending, limit, after });
    const figures = await this.figures.read(campaigns.map(({ id }) => id));
    return {
      items: campaigns.map((campaign, place) => ({ ...toCampaignBody(campaign), figures: toFiguresBody(figures[place]!) })),
      next_cursor: toCursor(end, listed),
      total,
    };
  }

  @Get('unregistered-campaigns')
  @ApiOperation({ summary: 'Campaigns that ad clients report events of, and nobody has registered', description: 'Those with the most impressions first. POST /api/campaigns with the same id registers one.' })
  @ApiJson(200, 'A page of their figures', pageOf(figuresSchema))
  @ApiProblems(422, 503)
  async listUnregistered(@Query(validatedQuery) { q, limit, cursor }: UnregisteredQuery): Promise<Page<FiguresBody>> {
    const { ids, total, end } = await this.lists.unregistered({ search: q, limit, after: fromCursor(cursor, UNREGISTERED) });
    return { items: (await this.figures.read(ids)).map(toFiguresBody), next_cursor: toCursor(end, UNREGISTERED), total };
  }

  @Post('campaigns')
  @ApiOperation({ summary: 'Create a campaign, or register one that is known from its events' })
  @ApiJson(201, 'Created', campaignSchema)
  @ApiProblems(400, 409, 413, 415, 422, 503)
  async create(@Body(validatedBody) { id, name, daily_budget: dailyBudget, status, time_zone: timeZone }: NewCampaign): Promise<CampaignBody> {
    return toCampaignBody(await this.commands.execute(new CreateCampaign(id, { name, dailyBudget, status, timeZone })));
  }

  @Get('campaigns/:id')
  @ApiOperation({ summary: 'One campaign' })
  @ApiJson(200, 'As it stands', campaignSchema)
  @ApiProblems(404, 422, 503)
  async read(@CampaignId() id: string): Promise<CampaignBody> {
    const campaign = await this.campaigns.find(id);
    if (campaign === undefined) throw campaignNotFound(id);
    return toCampaignBody(campaign);
  }

  @Get('campaigns/:id/pauses')
  @ApiOperation({ summary: 'When a campaign was paused', description: 'Events that arrived then are counted all the same.' })
  @ApiJson(200, 'Oldest first; the last one may still go on', pausesSchema)
  @ApiProblems(404, 422, 503)
  async pauses(@CampaignId() id: string): Promise<{ items: PauseBody[] }> {
    if ((await this.campaigns.find(id)) === undefined) throw campaignNotFound(id);
    return { items: pausesOf(await this.campaigns.statuses(id)).map(toPauseBody) };
  }

  @Patch('campaigns/:id')
  @ApiOperation({ summary: 'Change a campaign', description: 'Only the fields given. With a version, a change that somebody else made meanwhile is not overwritten: 409 CAMPAIGN_CHANGED names it in errors.' })
  @ApiJson(200, 'Changed', campaignSchema)
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async update(@CampaignId() id: string, @Body(validatedBody) { name, daily_budget: dailyBudget, status, time_zone: timeZone, version }: CampaignChanges): Promise<CampaignBody> {
    const changes = Object.fromEntries(Object.entries({ name, dailyBudget, status, timeZone }).filter(([, value]) => value !== undefined));
    return toCampaignBody(await this.commands.execute(new UpdateCampaign(id, changes, version)));
  }

  @Get('campaigns/:id/figures')
  @ApiOperation({ summary: 'Totals, pacing and the last hour of a campaign, registered or not' })
  @ApiJson(200, 'As of now', figuresSchema)
  @ApiProblems(404, 422, 503)
  async readFigures(@CampaignId() id: string): Promise<FiguresBody> {
    await this.known.require(id);
    const [figures] = await this.figures.read([id]);
    return toFiguresBody(figures!);
  }
}
