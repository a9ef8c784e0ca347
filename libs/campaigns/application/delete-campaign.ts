import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { campaignNotFound } from './errors.ts';
import { CampaignStore } from './ports.ts';

/**
 * Removes a campaign from the list. Its events stay, and make it an unregistered one.
 *
 * @throws DomainError `CAMPAIGN_NOT_FOUND` (not-found)
 */
export class DeleteCampaign extends Command<void> {
  constructor(readonly id: string) {
    super();
  }
}

@CommandHandler(DeleteCampaign)
export class DeleteCampaignHandler implements ICommandHandler<DeleteCampaign> {
  constructor(
    private readonly campaigns: CampaignStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ id }: DeleteCampaign): Promise<void> {
    if ((await this.campaigns.delete(id)) === undefined) throw campaignNotFound(id);
    this.publisher.publish<CampaignChanged>({ type: 'CampaignChanged', campaignId: id, change: 'deleted' });
  }
}
