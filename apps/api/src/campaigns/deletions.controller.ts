import { Controller, Delete, HttpCode, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteCampaign } from '../../../../libs/campaigns/application/delete-campaign.ts';
import { campaignNotFound } from '../../../../libs/campaigns/application/errors.ts';
import { KnownCampaigns } from '../../../../libs/campaigns/application/known-campaigns.ts';
import { DeleteEvents } from '../../../../libs/events/application/delete-events.ts';
import { EventDeletions } from '../../../../libs/events/application/ports.ts';
import { DomainError } from '../../../../libs/kernel/domain-error.ts';
import { simulationNotStopped } from '../../../../libs/traffic/application/errors.ts';
import { StopSimulation } from '../../../../libs/traffic/application/stop-simulation.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields } from '../validation.ts';
import { CampaignId } from './campaign-id-param.ts';
import { type DeletionBody, deletionSchema, toDeletionBody } from './deletion.schema.ts';

const WHAT_GOES =
  'In the background, and it cannot be undone: what is stored goes, what is sent after the answer stays, what is on its way may do either. ' +
  'Ids are forgotten with their events: sent again then, they count again; sent again before, they are duplicates, and go with the rest. ' +
  'Who gets no answer can ask again.';

@ApiTags('Campaigns')
@Controller('api/campaigns/:id')
export class DeletionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly known: KnownCampaigns,
    private readonly deletions: EventDeletions,
  ) {}

  @Delete()
  @ApiOperation({
    summary: 'Delete a campaign',
    description: `Its simulation ends. Its events stay, and it is listed as unregistered, unless they are to be deleted too. ${WHAT_GOES}`,
  })
  @ApiQuery({ name: 'events', enum: ['keep', 'delete'], required: false, description: 'keep, unless said otherwise.' })
  @ApiJson(202, 'Deleted; its events are being deleted', deletionSchema)
  @ApiResponse({ status: 204, description: 'Deleted; its events stay' })
  @ApiProblems(404, 422, 503)
  async deleteCampaign(@CampaignId() id: string, @Query('events') events: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<DeletionBody | undefined> {
    if (![undefined, 'keep', 'delete'].includes(events as string)) throw invalidFields([{ field: 'events', message: 'must be keep or delete' }]);
    if (events !== 'delete') {
      await this.commands.execute(new StopSimulation(id));
      await this.commands.execute(new DeleteCampaign(id));
      reply.code(204);
      return undefined;
    }
    // The campaign goes last: whatever fails before, the same request asks for all of it again.
    const deletion = await this.deleteEventsOf(id);
    await this.commands.execute(new DeleteCampaign(id)).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === 'CAMPAIGN_NOT_FOUND')) throw error;
    });
    reply.code(202);
    return deletion;
  }

  @Delete('events')
  @HttpCode(202)
  @ApiOperation({ summary: 'Delete the events of a campaign, registered or not', description: `Its simulation ends, for what it has sent goes too. ${WHAT_GOES}` })
  @ApiJson(202, 'They are being deleted', deletionSchema)
  @ApiProblems(404, 422, 503)
  deleteEvents(@CampaignId() id: string): Promise<DeletionBody> {
    return this.deleteEventsOf(id);
  }

  private async deleteEventsOf(id: string): Promise<DeletionBody> {
    // First: what it sent later would stay, and its ledger would not agree with what is left.
    if (!(await this.commands.execute(new StopSimulation(id)))) throw simulationNotStopped();
    // Asked for again after all of it is gone, it was done, whoever has got the answer.
    const deletion = (await this.known.isStored(id)) ? await this.commands.execute(new DeleteEvents(id)) : await this.deletions.find(id);
    if (deletion === undefined) throw campaignNotFound(id);
    return toDeletionBody(deletion);
  }
}
