import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CampaignStore } from '../../../../libs/campaigns/application/ports.ts';
import { AddRecipient } from '../../../../libs/outreach/application/add-recipient.ts';
import { ChangeRecipient } from '../../../../libs/outreach/application/change-recipient.ts';
import { campaignNotFound, recipientNotFound } from '../../../../libs/outreach/application/errors.ts';
import { PhoneNumbers, RecipientStore, type RecipientView } from '../../../../libs/outreach/application/ports.ts';
import { RemoveRecipient } from '../../../../libs/outreach/application/remove-recipient.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { validatedBody, validatedQuery } from '../validation.ts';
import { checkedRegion, fromIdCursor, RecipientId, toIdCursor } from './outreach-params.ts';
import { NewRecipient, RecipientChanges, RecipientsQuery } from './recipient.dto.ts';
import { type AttemptBody, attemptsSchema, type RecipientBody, recipientSchema, toAttemptBody, toRecipientBody } from './recipient.schema.ts';

const LIST = 'recipients';

const pageSchema = {
  type: 'object',
  required: ['items', 'next_cursor', 'total'],
  properties: {
    items: { type: 'array', items: recipientSchema },
    next_cursor: { type: ['string', 'null'], description: 'Pass it as cursor to get the next page; null on the last one.' },
    total: { type: 'integer', description: 'How many there are on all pages.' },
  },
};

const regionsSchema = { type: 'object', required: ['items'], properties: { items: { type: 'array', items: { type: 'string', example: 'DE' } } } };

@ApiTags('Recipients')
@Controller('api')
export class RecipientsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly campaigns: CampaignStore,
    private readonly recipients: RecipientStore,
    private readonly phones: PhoneNumbers,
  ) {}

  @Get('campaigns/:id/recipients')
  @ApiOperation({ summary: 'Whom a campaign asks for feedback', description: 'Oldest first. The page gets changes over a WebSocket.' })
  @ApiJson(200, 'A page of them', pageSchema)
  @ApiProblems(404, 422, 503)
  async list(@CampaignId() campaignId: string, @Query(validatedQuery) { status, q, limit, cursor }: RecipientsQuery): Promise<{ items: RecipientBody[]; next_cursor: string | null; total: number }> {
    const after = fromIdCursor(cursor, LIST);
    const { recipients, total, hasMore } = await this.recipients.page({ campaignId, filter: status, search: q, after, limit });
    if (total === 0 && (await this.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
    return { items: recipients.map(toRecipientBody), next_cursor: toIdCursor(hasMore ? recipients.at(-1)?.id : undefined, LIST), total };
  }

  @Post('campaigns/:id/recipients')
  @ApiOperation({ summary: 'Add a recipient', description: 'For many at once see the import of CSV files.' })
  @ApiJson(201, 'Added', recipientSchema)
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async add(@CampaignId() campaignId: string, @Body(validatedBody) { region, ...given }: NewRecipient): Promise<RecipientBody> {
    return toRecipientBody(await this.commands.execute(new AddRecipient(campaignId, given, checkedRegion(region, this.phones))));
  }

  @Get('recipients/:id')
  @ApiOperation({ summary: 'One recipient' })
  @ApiJson(200, 'As it stands', recipientSchema)
  @ApiProblems(404, 422, 503)
  async read(@RecipientId() id: string): Promise<RecipientBody> {
    return toRecipientBody(await this.require(id));
  }

  @Patch('recipients/:id')
  @ApiOperation({ summary: 'Change a recipient', description: 'Only the fields given; null takes an address away.' })
  @ApiJson(200, 'Changed', recipientSchema)
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async update(@RecipientId() id: string, @Body(validatedBody) { region, ...changes }: RecipientChanges): Promise<RecipientBody> {
    return toRecipientBody(await this.commands.execute(new ChangeRecipient(id, changes, checkedRegion(region, this.phones))));
  }

  @Delete('recipients/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a recipient', description: 'What they have answered goes, too. A dispatch that is under way does not count them any more.' })
  @ApiResponse({ status: 204, description: 'Removed' })
  @ApiProblems(404, 422, 503)
  async remove(@RecipientId() id: string): Promise<void> {
    await this.commands.execute(new RemoveRecipient(id));
  }

  @Get('recipients/:id/attempts')
  @ApiOperation({ summary: 'The attempts to reach a recipient' })
  @ApiJson(200, 'Oldest first', attemptsSchema)
  @ApiProblems(404, 422, 503)
  async attempts(@RecipientId() id: string): Promise<{ items: AttemptBody[] }> {
    await this.require(id);
    return { items: (await this.recipients.attempts(id)).map(toAttemptBody) };
  }

  @Get('phone-regions')
  @ApiOperation({ summary: 'Where phone numbers without country code may belong' })
  @ApiJson(200, 'ISO 3166 codes', regionsSchema)
  @ApiProblems(422)
  regions(): { items: readonly string[] } {
    return { items: this.phones.regions() };
  }

  private async require(id: string): Promise<RecipientView> {
    const [recipient] = await this.recipients.findAll([id]);
    if (recipient === undefined) throw recipientNotFound();
    return recipient;
  }
}
