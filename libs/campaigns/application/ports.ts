import type { Campaign, CampaignSettings, CampaignStatus } from '../domain/campaign.ts';
import type { StatusAt } from '../domain/pauses.ts';

export const CAMPAIGN_SORTS = ['name', 'id', 'daily_budget', 'status', 'created_at', 'updated_at'] as const;
export type CampaignSort = (typeof CAMPAIGN_SORTS)[number];

export interface CampaignFilter {
  /** Part of the name or id, regardless of case. */
  search?: string | undefined;
  status?: CampaignStatus | undefined;
}

/** Where a page ended: the next one begins after this campaign. */
export interface Position {
  value: string | number;
  id: string;
}

export interface PageQuery extends CampaignFilter {
  sort: CampaignSort;
  descending: boolean;
  limit: number;
  after?: Position | undefined;
}

export interface CampaignPage {
  campaigns: Campaign[];
  /** Where this page ended; undefined when nothing comes after it. */
  end: Position | undefined;
}

export type UpdateResult =
  | { status: 'updated'; campaign: Campaign }
  /** `base` is what the campaign was at the version that the edit began from; undefined if there never was such a version. */
  | { status: 'stale'; campaign: Campaign; base: CampaignSettings | undefined }
  | { status: 'missing' };

/** Where campaigns are kept, with what they were at each version. Every method is atomic. */
export abstract class CampaignStore {
  /** @returns undefined when the id is taken. A campaign made again under an old id goes on with its version numbers. */
  abstract create(campaign: { id: string } & CampaignSettings, now: number): Promise<Campaign | undefined>;
  /** Changes the fields given, if the campaign still is at this version; without a version in any case. */
  abstract update(id: string, changes: Partial<CampaignSettings>, version: number | undefined, now: number): Promise<UpdateResult>;
  /** @returns the campaign as it was, undefined when there is none */
  abstract delete(id: string): Promise<Campaign | undefined>;
  abstract find(id: string): Promise<Campaign | undefined>;
  /** Those of these ids that exist, in no order. */
  abstract findAll(ids: readonly string[]): Promise<Campaign[]>;
  abstract page(query: PageQuery): Promise<CampaignPage>;
  /** The ids of all campaigns that match. */
  abstract ids(filter: CampaignFilter): Promise<string[]>;
  /** Of all campaigns, by their ids. */
  abstract names(): Promise<Map<string, string>>;
  /** What a campaign's status was at each of its last versions (a thousand at most), oldest first. */
  abstract statuses(id: string): Promise<StatusAt[]>;
}
