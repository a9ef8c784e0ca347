import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { ctrOf } from '../../shared/ctr.ts';
import { formatCount, formatShare } from '../../shared/format.ts';
import classes from './campaign-table.module.css';
import { IconButton } from './icon-button.tsx';
import { PacingBar } from './pacing-bar.tsx';
import { Sparkline } from './sparkline.tsx';
import { StatusLabel } from './status-label.tsx';
import { isStillArriving } from '../../shared/still-arriving.ts';
import type { Campaign, Figures } from './types.ts';

export interface RowActions {
  changeStatus: (campaign: Campaign) => void;
  edit: (campaign: Campaign) => void;
  remove: (campaign: Campaign) => void;
}

interface CampaignTableRowProps {
  campaign: Campaign;
  figures: Figures;
  actions: RowActions;
}

export const CampaignTableRow = memo(function CampaignTableRow({ campaign, figures, actions }: CampaignTableRowProps) {
  const pauses = campaign.status === 'active';
  return (
    <tr data-campaign-id={campaign.id}>
      <th scope="row">
        <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className={classes.name} title={campaign.name}>
          {campaign.name}
        </Link>
        <span className={classes.id} title={campaign.id}>
          {campaign.id}
        </span>
      </th>
      <td className={classes.status}>
        <StatusLabel status={campaign.status} stillArriving={isStillArriving(campaign, figures)} />
      </td>
      <td>{formatCount(figures.impressions)}</td>
      <td>{formatCount(figures.clicks)}</td>
      <td>{formatShare(ctrOf(figures))}</td>
      <td>{figures.pacing !== null && <PacingBar campaign={campaign} pacing={figures.pacing} spendOfAllTime={figures.spend} />}</td>
      <td>
        <Sparkline impressions={figures.last_hour.impressions} />
      </td>
      <td className={classes.actions}>
        <IconButton
          icon={pauses ? 'pause' : 'resume'}
          label={`${pauses ? 'Pause' : 'Resume'} ${campaign.name}`}
          onClick={() => actions.changeStatus(campaign)}
        />
        <IconButton icon="edit" label={`Edit ${campaign.name}`} onClick={() => actions.edit(campaign)} />
        <IconButton icon="delete" label={`Delete ${campaign.name}`} onClick={() => actions.remove(campaign)} />
      </td>
    </tr>
  );
});
