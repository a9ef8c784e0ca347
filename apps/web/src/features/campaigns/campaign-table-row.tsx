import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { ctrOf } from '../../shared/ctr.ts';
import { formatCount, formatCountShort, formatShare } from '../../shared/format.ts';
import classes from './campaign-table.module.css';
import { IconButton } from '../../shared/icon-button.tsx';
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
  return (
    <tr data-campaign-id={campaign.id}>
      <th scope="row">
        <Name id={campaign.id} name={campaign.name} />
      </th>
      <td className={classes.status}>
        <StatusLabel status={campaign.status} arrivingAt={isStillArriving(campaign, figures) ? figures.last_event_at : null} />
      </td>
      <td title={formatCount(figures.impressions)}>{formatCountShort(figures.impressions)}</td>
      <td className={classes.clicks} title={formatCount(figures.clicks)}>
        {formatCountShort(figures.clicks)}
      </td>
      <td>{formatShare(ctrOf(figures))}</td>
      <td>{figures.pacing !== null && <PacingBar campaign={campaign} pacing={figures.pacing} spendOfAllTime={figures.spend} />}</td>
      <td className={classes.lastHour}>
        <Sparkline impressions={figures.last_hour.impressions} />
      </td>
      <td className={classes.actions}>
        <Actions campaign={campaign} actions={actions} />
      </td>
    </tr>
  );
});

/** Apart from the figures, which change four times a second: a link finds out each time where it leads. */
const Name = memo(function Name({ id, name }: { id: string; name: string }) {
  return (
    <>
      <Link to="/campaigns/$campaignId" params={{ campaignId: id }} preload={false} className={classes.name} title={name}>
        {name}
      </Link>
      <span className={classes.id} title={id}>
        {id}
      </span>
    </>
  );
});

const Actions = memo(function Actions({ campaign, actions }: { campaign: Campaign; actions: RowActions }) {
  const pauses = campaign.status === 'active';
  return (
    <>
      <IconButton
        icon={pauses ? 'pause' : 'resume'}
        label={`${pauses ? 'Pause' : 'Resume'} ${campaign.name}`}
        onClick={() => actions.changeStatus(campaign)}
      />
      <IconButton icon="edit" label={`Edit ${campaign.name}`} onClick={() => actions.edit(campaign)} />
      <IconButton icon="delete" label={`Delete ${campaign.name}`} onClick={() => actions.remove(campaign)} />
    </>
  );
});
