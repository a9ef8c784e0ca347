import type { CampaignFilter, CampaignPage, CampaignSort, CampaignStore, PageQuery, Position, UpdateResult } from '../../application/ports.ts';
import { type Campaign, type CampaignSettings, changesBetween } from '../../domain/campaign.ts';
import type { StatusAt } from '../../domain/pauses.ts';

const SORT_KEYS: Record<CampaignSort, (campaign: Campaign) => string | number> = {
  name: ({ name }) => name.toLowerCase(),
  id: ({ id }) => id,
  daily_budget: ({ dailyBudget }) => dailyBudget,
  status: ({ status }) => status,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

/** Campaigns in memory, for tests: the reference that the contract suite holds PostgreSQL against. */
export class MemoryCampaignStore implements CampaignStore {
  private readonly campaigns = new Map<string, Campaign>();
  /** What each campaign was: version 1 first. Outlives the campaign. */
  private readonly revisions = new Map<string, Campaign[]>();

  create({ id, ...settings }: { id: string } & CampaignSettings, now: number): Promise<Campaign | undefined> {
    if (this.campaigns.has(id)) return Promise.resolve(undefined);
    const version = (this.revisions.get(id)?.length ?? 0) + 1;
    return Promise.resolve(this.keep({ id, ...settings, statusSince: now, version, createdAt: now, updatedAt: now }));
  }

  update(id: string, changes: Partial<CampaignSettings>, version: number | undefined, now: number): Promise<UpdateResult> {
    const campaign = this.campaigns.get(id);
    if (campaign === undefined) return Promise.resolve({ status: 'missing' });
    if (version !== undefined && version !== campaign.version) {
      const base = this.revisions.get(id)?.[version - 1];
      return Promise.resolve({ status: 'stale', campaign, base: base === undefined ? undefined : settingsOf(base) });
    }
    const changed = { ...campaign, ...changes };
    if (changesBetween(campaign, changed).length === 0) return Promise.resolve({ status: 'updated', campaign });
    const statusSince = changed.status === campaign.status ? campaign.statusSince : now;
    return Promise.resolve({ status: 'updated', campaign: this.keep({ ...changed, statusSince, version: campaign.version + 1, updatedAt: now }) });
  }

  delete(id: string): Promise<Campaign | undefined> {
    const campaign = this.campaigns.get(id);
    this.campaigns.delete(id);
    return Promise.resolve(campaign);
  }

  find(id: string): Promise<Campaign | undefined> {
    return Promise.resolve(this.campaigns.get(id));
  }

  findAll(ids: readonly string[]): Promise<Campaign[]> {
    return Promise.resolve(ids.flatMap((id) => this.campaigns.get(id) ?? []));
  }

  page({ sort, descending, limit, after, ...filter }: PageQuery): Promise<CampaignPage> {
    const sign = descending ? -1 : 1;
    const position = (campaign: Campaign): Position => ({ value: SORT_KEYS[sort](campaign), id: campaign.id });
    const found = this.matching(filter)
      .sort((a, b) => sign * compare(position(a), position(b)))
      .filter((campaign) => after === undefined || sign * compare(position(campaign), after) > 0);
    const campaigns = found.slice(0, limit);
    const last = campaigns.at(-1);
    return Promise.resolve({ campaigns, end: found.length > limit && last !== undefined ? position(last) : undefined });
  }

  ids(filter: CampaignFilter): Promise<string[]> {
    return Promise.resolve(this.matching(filter).map(({ id }) => id));
  }

  names(): Promise<Map<string, string>> {
    return Promise.resolve(new Map([...this.campaigns.values()].map(({ id, name }) => [id, name])));
  }

  statuses(id: string): Promise<StatusAt[]> {
    return Promise.resolve((this.revisions.get(id) ?? []).slice(-1_000).map(({ status, updatedAt }) => ({ status, at: updatedAt })));
  }

  /** Forgets everything. */
  clear(): void {
    this.campaigns.clear();
    this.revisions.clear();
  }

  private keep(campaign: Campaign): Campaign {
    this.campaigns.set(campaign.id, campaign);
    this.revisions.set(campaign.id, [...(this.revisions.get(campaign.id) ?? []), campaign]);
    return campaign;
  }

  private matching({ search = '', status }: CampaignFilter): Campaign[] {
    const wanted = search.toLowerCase();
    const all = [...this.campaigns.values()];
    return all.filter((campaign) => (campaign.name.toLowerCase().includes(wanted) || campaign.id.toLowerCase().includes(wanted)) && (status === undefined || campaign.status === status));
  }
}

function settingsOf({ name, dailyBudget, status, timeZone }: Campaign): CampaignSettings {
  return { name, dailyBudget, status, timeZone };
}

function compare(a: Position, b: Position): number {
  return compareValues(a.value, b.value) || compareValues(a.id, b.id);
}

/** Texts byte by byte. */
function compareValues(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
