import { Param } from '@nestjs/common';
import { campaignNotFound } from '../../../../libs/campaigns/application/errors.ts';
import { isCampaignId } from './campaign-params.ts';

/** The `:id` of a path. What no campaign can be called is not found, before the database has to refuse it. */
export const CampaignId = (): ParameterDecorator => Param('id', { transform: (id: string) => checked(id) });

function checked(id: string): string {
  if (!isCampaignId(id)) throw campaignNotFound(id);
  return id;
}
