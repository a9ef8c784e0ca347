/** A campaign was created, edited or deleted. */
export interface CampaignChanged {
  type: 'CampaignChanged';
  campaignId: string;
  change: 'created' | 'updated' | 'deleted';
}

/**
 * A campaign has spent its budget of the day. Each process tells it once per campaign, day and budget, and again after a start: by
 * these three, repeats are known.
 */
export interface BudgetExhausted {
  type: 'BudgetExhausted';
  campaignId: string;
  /** As it is called now. */
  name: string;
  /** Currency units, like what is spent. */
  budget: number;
  /** Since the day's start, when this was noticed; it may go on growing. */
  spent: number;
  /** Start of the day in the campaign's time zone, ms since 1970. */
  dayStart: number;
}
