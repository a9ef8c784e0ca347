export interface paths {
  '/api/overview': {
    get: {
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': components['schemas']['Overview'] };
        };
      };
    };
  };
}

export interface components {
  schemas: {
    Overview: {
      version: number;
      as_of: string;
      totals: components['schemas']['OverviewTotals'];
      campaigns: components['schemas']['OverviewCampaign'][];
      rates: components['schemas']['OverviewRate'][];
    };
    OverviewTotals: {
      impressions: number;
      clicks: number;
      spend: number;
      campaigns: number;
    };
    OverviewCampaign: {
      campaign_id: string;
      impressions: number;
      clicks: number;
      spend: number;
    };
    OverviewRate: {
      ts: string;
      accepted: number;
      duplicates: number;
    };
  };
}
