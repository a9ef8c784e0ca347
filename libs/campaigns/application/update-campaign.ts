import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FieldError } from '../../kernel/domain-error.ts';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { type Campaign, type CampaignSettings, type Change, changesBetween } from '../domain/campaign.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { campaignChanged, campaignNotFound } from './errors.ts';
import { CampaignStore } from './ports.ts';

/**
 * Changes the fields given. With a version, only if the campaign has not changed since.
 *
 * @throws DomainError `CAMPAIGN_NOT_FOUND` (not-found), `CAMPAIGN_CHANGED` (conflict) naming what has changed since
 */
export class UpdateCampaign extends Command<Campaign> {
  constructor(
    readonly id: string,
    readonly changes: Partial<CampaignSettings>,
    readonly version: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(UpdateCampaign)
export class UpdateCampaignHandler implements ICommandHandler<UpdateCampaign> {
  constructor(
    private readonly campaigns: CampaignStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ id, changes, version }: UpdateCampaign): Promise<Campaign> {
    const result = await this.campaigns.update(id, changes, version, Date.now());
    if (result.status === 'missing') throw campaignNotFound(id);
    if (result.status === 'stale') throw campaignChanged(whatChanged(result.base, result.campaign));
    this.publisher.publish<CampaignChanged>({ type: 'CampaignChanged', campaignId: id, change: 'updated' });
    return result.campaign;
  }
}

const FIELD_NAMES: Record<Change['field'], string> = { name: 'name', dailyBudget: 'daily_budget', status: 'status', timeZone: 'time_zone' };

function whatChanged(base: CampaignSettings | undefined, now: Campaign): FieldError[] {
  if (base === undefined) return [{ field: 'version', message: `is none that this campaign ever had; it is at ${now.version}` }];
  const changes = changesBetween(base, now);
  if (changes.length === 0) return [{ field: 'version', message: `has moved on to ${now.version}; all values are back to what they were` }];
  return changes.map(({ field, from, to }) => ({ field: FIELD_NAMES[field], message: `was changed from ${JSON.stringify(from)} to ${JSON.stringify(to)}` }));
}
