import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CampaignStore } from '../../campaigns/application/ports.ts';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { DEFAULT_TEMPLATE } from '../domain/default-template.ts';
import { type Dispatch, type DispatchSettings, isUnderWay, type Template } from '../domain/dispatch.ts';
import type { DispatchChanged } from '../domain/domain-events.ts';
import { campaignNotFound, channelNotConfigured, dispatchUnderWay, nobodyToSendTo, templateInvalid } from './errors.ts';
import { Channels, DispatchStore, RecipientStore, TemplateEngine, TemplateStore } from './ports.ts';

/**
 * Sends requests to the recipients of a campaign, now or later. What of the template is left out is taken from the campaign's own.
 *
 * @throws DomainError `CAMPAIGN_NOT_FOUND`, `CHANNEL_NOT_CONFIGURED`, `TEMPLATE_INVALID`, `NOBODY_TO_SEND_TO`, `DISPATCH_UNDER_WAY`
 */
export class CreateDispatch extends Command<Dispatch> {
  constructor(
    readonly campaignId: string,
    readonly settings: Omit<DispatchSettings, 'template'> & { template: Partial<Template> },
  ) {
    super();
  }
}

@CommandHandler(CreateDispatch)
export class CreateDispatchHandler implements ICommandHandler<CreateDispatch> {
  constructor(
    private readonly dispatches: DispatchStore,
    private readonly recipients: RecipientStore,
    private readonly campaigns: CampaignStore,
    private readonly templates: TemplateStore,
    private readonly engine: TemplateEngine,
    private readonly channels: Channels,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ campaignId, settings }: CreateDispatch): Promise<Dispatch> {
    if ((await this.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
    const { missing } = this.channels.get(settings.channel);
    if (missing !== undefined) throw channelNotConfigured(settings.channel, missing);
    const { subject, body } = { ...((await this.templates.find(campaignId)) ?? DEFAULT_TEMPLATE), ...settings.template };
    const errors = this.engine.check({ subject, body });
    if (errors.length > 0) throw templateInvalid(errors.map(({ field, message }) => ({ field: `template.${field}`, message })));
    // One that begins later may find people by then.
    if (settings.scheduledAt === null && (await this.dispatches.audienceSize(campaignId, settings.audience)) === 0) throw await this.nobody(campaignId);
    const dispatch = await this.dispatches.create(campaignId, { ...settings, template: { subject, body } });
    this.publisher.publish<DispatchChanged>({ type: 'DispatchChanged', campaignId, dispatchId: dispatch.id });
    return dispatch;
  }

  private async nobody(campaignId: string): Promise<Error> {
    const [newest] = await this.dispatches.page(campaignId, 1);
    if (newest !== undefined && isUnderWay(newest.status)) return dispatchUnderWay();
    const { total } = await this.recipients.page({ campaignId, limit: 1 });
    return nobodyToSendTo(
      total === 0
        ? 'This campaign has no recipients yet. Add some, or import a file.'
        : 'Everybody was asked already, or wants no requests. Who has not answered can be asked again (audience "unanswered"), and who failed sent to again from the dispatch that failed.',
    );
  }
}
