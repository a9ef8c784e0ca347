import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Template } from '../domain/dispatch.ts';
import { templateInvalid } from './errors.ts';
import { TemplateEngine, TemplateStore } from './ports.ts';

/**
 * Keeps what a campaign's requests say from now on. Dispatches that there are keep what they began with.
 *
 * @throws DomainError `TEMPLATE_INVALID`, `CAMPAIGN_NOT_FOUND`, `OUTREACH_UNAVAILABLE`
 */
export class SaveTemplate extends Command<Template & { updatedAt: number }> {
  constructor(
    readonly campaignId: string,
    readonly template: Template,
  ) {
    super();
  }
}

@CommandHandler(SaveTemplate)
export class SaveTemplateHandler implements ICommandHandler<SaveTemplate> {
  constructor(
    private readonly templates: TemplateStore,
    private readonly engine: TemplateEngine,
  ) {}

  async execute({ campaignId, template }: SaveTemplate): Promise<Template & { updatedAt: number }> {
    const errors = this.engine.check(template);
    if (errors.length > 0) throw templateInvalid(errors);
    return this.templates.save(campaignId, template);
  }
}
