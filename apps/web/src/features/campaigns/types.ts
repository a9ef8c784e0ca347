import type { paths } from '../../api/schema.d.ts';

export type Campaign = paths['/api/campaigns/{id}']['get']['responses'][200]['content']['application/json'];
export type CampaignStatus = Campaign['status'];
export type Figures = paths['/api/campaigns/{id}/figures']['get']['responses'][200]['content']['application/json'];
export type Pacing = NonNullable<Figures['pacing']>;
export type Deletion = paths['/api/campaigns/{id}/event-deletion']['get']['responses'][200]['content']['application/json'];
