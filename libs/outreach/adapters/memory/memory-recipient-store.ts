import { campaignNotFound, recipientExists, recipientInvalid } from '../../application/errors.ts';
import { planMerge } from '../../application/merge-plan.ts';
import type { Attempt, MergeOutcome, RecipientQuery, RecipientStore, RecipientView } from '../../application/ports.ts';
import type { Contact } from '../../domain/contact.ts';
import type { Recipient } from '../../domain/recipient.ts';

/** Recipients in memory, for tests: the reference that the contract suite holds PostgreSQL against. */
export class MemoryRecipientStore implements RecipientStore {
  private readonly recipients = new Map<string, RecipientView>();
  private made = 0;

  /** @param hasCampaign whether a campaign is registered */
  constructor(
    private readonly hasCampaign: (id: string) => boolean,
    private readonly now: () => number = Date.now,
  ) {}

  merge(campaignId: string, contacts: readonly Contact[]): Promise<MergeOutcome[]> {
    if (!this.hasCampaign(campaignId)) return Promise.reject(campaignNotFound());
    const { outcomes, added, changed } = planMerge(this.of(campaignId), contacts, (count) => this.newIds(count));
    for (const { id, ...contact } of added) this.keep(id, campaignId, contact);
    for (const { after } of changed) this.recipients.set(after.id, { ...this.recipients.get(after.id)!, ...after, updatedAt: this.now() });
    return Promise.resolve(outcomes);
  }

  add(campaignId: string, contact: Contact): Promise<RecipientView> {
    if (!this.hasCampaign(campaignId)) return Promise.reject(campaignNotFound());
    const taken = this.takenField(campaignId, contact);
    return taken === undefined ? Promise.resolve(this.keep(this.newIds(1)[0]!, campaignId, contact)) : Promise.reject(recipientExists(taken));
  }

  findAll(ids: readonly string[]): Promise<RecipientView[]> {
    return Promise.resolve([...new Set(ids)].flatMap((id) => this.recipients.get(id) ?? []));
  }

  change(id: string, changes: Partial<Contact>): Promise<RecipientView | undefined> {
    const present = this.recipients.get(id);
    if (present === undefined) return Promise.resolve(undefined);
    const changed = { ...present, ...changes, updatedAt: this.now() };
    if (changed.email === null && changed.phone === null) return Promise.reject(recipientInvalid([{ field: 'email', message: 'is needed, or a phone number' }]));
    const taken = this.takenField(present.campaignId, changed, id);
    if (taken !== undefined) return Promise.reject(recipientExists(taken));
    this.recipients.set(id, changed);
    return Promise.resolve(changed);
  }

  remove(id: string): Promise<Recipient | undefined> {
    const removed = this.recipients.get(id);
    this.recipients.delete(id);
    return Promise.resolve(removed);
  }

  page({ campaignId, filter, search = '', after = '', limit }: RecipientQuery): Promise<{ recipients: RecipientView[]; total: number; hasMore: boolean }> {
    const wanted = search.toLowerCase();
    const matching = this.of(campaignId)
      .filter((each) => filter === undefined || (filter === 'unsubscribed' ? each.unsubscribed : each.status === filter))
      .filter(({ name, email, phone }) => [name.toLowerCase(), email, phone].some((text) => text?.includes(wanted)))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const rest = matching.filter(({ id }) => id > after);
    return Promise.resolve({ recipients: rest.slice(0, limit), total: matching.length, hasMore: rest.length > limit });
  }

  attempts(): Promise<Attempt[]> {
    return Promise.resolve([]);
  }

  private of(campaignId: string): RecipientView[] {
    return [...this.recipients.values()].filter((each) => each.campaignId === campaignId);
  }

  private takenField(campaignId: string, { email, phone }: Contact, except?: string): 'email' | 'phone' | undefined {
    const others = this.of(campaignId).filter(({ id }) => id !== except);
    if (email !== null && others.some((each) => each.email === email)) return 'email';
    return phone !== null && others.some((each) => each.phone === phone) ? 'phone' : undefined;
  }

  private keep(id: string, campaignId: string, contact: Contact): RecipientView {
    const now = this.now();
    const state = { status: 'queued', dispatchId: null, attempts: 0, attemptsLeft: 0, round: 0, lastErrorCode: null, lastError: null, nextAttemptAt: null, sentAt: null } as const;
    const recipient: RecipientView = { id, campaignId, ...contact, ...state, createdAt: now, updatedAt: now, unsubscribed: false, rating: null, respondedAt: null };
    this.recipients.set(id, recipient);
    return recipient;
  }

  /** In order, as those of the database are. */
  private newIds(count: number): string[] {
    return Array.from({ length: count }, () => `00000000-0000-7000-8000-${(this.made += 1).toString(16).padStart(12, '0')}`);
  }
}
