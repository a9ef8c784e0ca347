import { Link } from '@tanstack/react-router';
import { use } from 'react';
import { formatCount, formatCountShort, formatMoney, formatShare } from '../../../shared/format.ts';
import classes from './campaign-mention.module.css';
import { type Mentioned, MentionedContext } from './mentioned.ts';
import { rangeAt } from './range-at.ts';

interface CampaignMentionProps {
  campaignId: string;
  /** There is or was such a campaign. Else what names none is plain text. */
  isCertain?: boolean;
  /** When what is told of it began, ms since 1970: the link leads there. */
  at?: number | undefined;
}

export function CampaignMention({ campaignId, isCertain = false, at }: CampaignMentionProps) {
  const mentioned = use(MentionedContext).get(campaignId);
  if (mentioned === undefined && !isCertain) return <span>#{campaignId}</span>;
  return (
    <Link to="/campaigns/$campaignId" params={{ campaignId }} search={at === undefined ? {} : rangeAt(at)} className={classes.mention} title={mentioned && explanation(mentioned)} data-campaign-id={campaignId}>
      <bdi className={classes.name}>
        <span aria-hidden="true">#</span>
        {mentioned?.name ?? campaignId}
      </bdi>
      {mentioned !== undefined && (
        // They are written from left to right, also in a message that is not.
        <span className={classes.figures} dir="ltr">
          {formatCountShort(mentioned.impressions)} impressions · CTR {formatShare(ctrOf(mentioned))}
        </span>
      )}
    </Link>
  );
}

function ctrOf({ impressions, clicks }: Mentioned): number | null {
  return impressions === 0 ? null : clicks / impressions;
}

function explanation({ campaign_id, impressions, clicks, pacing }: Mentioned): string {
  const today = pacing === null ? '' : ` Spent today: ${formatMoney(pacing.spent)} of ${formatMoney(pacing.budget)}.`;
  return `${campaign_id}: ${formatCount(impressions)} impressions and ${formatCount(clicks)} clicks so far.${today}`;
}
