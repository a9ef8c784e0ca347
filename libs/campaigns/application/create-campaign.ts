import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { Campaign, CampaignSettings } from '../domain/campaign.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { campaignIdTaken } from './errors.ts';
import { CampaignStore } from './ports.ts';

/**
 * Adds a campaign, or registers one that so far is known from its events alone. Without an id it gets one.
 *
 * @throws DomainError `CAMPAIGN_ID_TAKEN` (conflict)
 */
export class CreateCampaign extends Command<Campaign> {
  constructor(
    readonly id: string | undefined,
    readonly settings: CampaignSettings,
  ) {
    super();
  }
}

@CommandHandler(CreateCampaign)
export class CreateCampaignHandler implements ICommandHandler<CreateCampaign> {
  constructor(
    private readonly campaigns: CampaignStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ id = newId(), settings }: CreateCampaign): Promise<Campaign> {
    const campaign = await this.campaigns.create({ id, ...settings }, Date.now());
    if (campaign === undefined) throw campaignIdTaken(id);
    this.publisher.publish<CampaignChanged>({ type: 'CampaignChanged', campaignId: id, change: 'created' });
    return campaign;
  }
}

/** 48 random bits: short enough to be typed, and should one be taken, the store says so. */
function newId(): string {
  return `camp_${Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex')}`;
}
