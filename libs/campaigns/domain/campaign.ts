export const CAMPAIGN_STATUSES = ['active', 'paused'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** What people decide about a campaign. */
export interface CampaignSettings {
  name: string;
  /** Currency units per day, whole cents. */
  dailyBudget: number;
  status: CampaignStatus;
  /** IANA name; the budget's day begins at its midnight. */
  timeZone: string;
}

/** A campaign as it stands. Times are milliseconds since 1970. */
export interface Campaign extends CampaignSettings {
  /** What ad clients report as campaign_id. */
  id: string;
  /** When the status was last changed. */
  statusSince: number;
  /** 1 at first, one more with every change. */
  version: number;
  createdAt: number;
  updatedAt: number;
}

export const MAX_NAME = 200;
/** What two decimals of a double can still tell apart with ease. */
export const MAX_DAILY_BUDGET = 1_000_000_000;

/** What the database can count to. */
export const MAX_VERSION = 2_147_483_647;

export interface Change {
  field: keyof CampaignSettings;
  from: string | number;
  to: string | number;
}

const FIELDS = ['name', 'dailyBudget', 'status', 'timeZone'] as const satisfies (keyof CampaignSettings)[];

/** In what two states of a campaign differ. */
export function changesBetween(before: CampaignSettings, after: CampaignSettings): Change[] {
  return FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({ field, from: before[field], to: after[field] }));
}
