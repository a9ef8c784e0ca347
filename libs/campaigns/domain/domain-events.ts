/** A campaign was created, edited or deleted. */
export interface CampaignChanged {
  type: 'CampaignChanged';
  campaignId: string;
  change: 'created' | 'updated' | 'deleted';
}
