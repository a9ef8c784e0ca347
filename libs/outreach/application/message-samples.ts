import { CampaignStore } from '../../campaigns/application/ports.ts';
import { DEFAULT_TEMPLATE } from '../domain/default-template.ts';
import type { Message } from '../domain/delivery.ts';
import type { Template } from '../domain/dispatch.ts';
import { composeMessage } from './compose-message.ts';
import { campaignNotFound, recipientNotFound, templateInvalid } from './errors.ts';
import { RecipientStore, TemplateEngine, TemplateStore } from './ports.ts';

/** What the links of a sample end with: under it there is a page that shows itself and stores nothing. */
const SAMPLE_TOKEN = 'test';
/** Whoever is shown when nobody is chosen. */
const SOMEBODY: Message['to'] = { name: 'Ann Lee', email: 'ann.lee@example.com', phone: '+12025550123' };

export interface CampaignTemplate extends Template {
  /** Null: nobody has saved one, it is the one that campaigns begin with. */
  updatedAt: number | null;
}

/** What requests would look like, before anybody gets one. */
export class MessageSamples {
  constructor(
    private readonly templates: TemplateStore,
    private readonly engine: TemplateEngine,
    private readonly campaigns: CampaignStore,
    private readonly recipients: RecipientStore,
    private readonly publicUrl: string,
  ) {}

  /** @throws DomainError `CAMPAIGN_NOT_FOUND`, `OUTREACH_UNAVAILABLE`, `CAMPAIGNS_UNAVAILABLE` */
  async templateOf(campaignId: string): Promise<CampaignTemplate> {
    const saved = await this.templates.find(campaignId);
    if (saved === undefined && (await this.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
    return saved ?? { ...DEFAULT_TEMPLATE, updatedAt: null };
  }

  /**
   * For a recipient of the campaign, or for somebody who does not exist.
   *
   * @throws DomainError `RECIPIENT_NOT_FOUND`, and what {@link forContact} throws
   */
  async forRecipient(campaignId: string, template: Template, recipientId: string | undefined): Promise<Message> {
    if (recipientId === undefined) return this.forContact(campaignId, { template, contact: SOMEBODY, dispatchId: 'preview' });
    const [recipient] = await this.recipients.findAll([recipientId]);
    if (recipient?.campaignId !== campaignId) throw recipientNotFound();
    return this.forContact(campaignId, { template, contact: recipient, dispatchId: 'preview' });
  }

  /**
   * @param sample its mistakes are told under `prefix`; without a template it is the campaign's
   * @throws DomainError `CAMPAIGN_NOT_FOUND`, `TEMPLATE_INVALID`, `OUTREACH_UNAVAILABLE`, `CAMPAIGNS_UNAVAILABLE`
   */
  async forContact(campaignId: string, { template, contact, dispatchId, prefix = '' }: { template: Template | undefined; contact: Message['to']; dispatchId: string; prefix?: string }): Promise<Message> {
    const campaign = await this.campaigns.find(campaignId);
    if (campaign === undefined) throw campaignNotFound();
    const { subject, body } = template ?? (await this.templateOf(campaignId));
    const errors = this.engine.check({ subject, body });
    if (errors.length > 0) throw templateInvalid(errors.map(({ field, message }) => ({ field: prefix + field, message })));
    const render = this.engine.compile({ subject, body });
    const values = {
      campaign: { id: campaignId, name: campaign.name },
      recipient: { ...contact, id: SAMPLE_TOKEN },
      token: SAMPLE_TOKEN,
      dispatchId,
      attempt: 1,
      round: 0,
      publicUrl: this.publicUrl,
    };
    try {
      return composeMessage(render, values);
    } catch {
      // With the values of others it does not.
      throw templateInvalid([{ field: `${prefix}body`, message: 'makes a text that is too large for this recipient' }]);
    }
  }
}
