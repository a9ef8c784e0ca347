import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { usePageTitle } from '../../shared/page-title.ts';
import classes from './outreach-page.module.css';
import type { Campaign } from './types.ts';

interface OutreachHeaderProps {
  campaign: Campaign;
  /** Not while a dispatch is under way: a campaign has one at a time, and that one is steered below. */
  canStart: boolean;
  onStart: () => void;
  onTemplate: () => void;
}

export function OutreachHeader({ campaign, canStart, onStart, onTemplate }: OutreachHeaderProps) {
  usePageTitle(`Outreach of ${campaign.name}`);
  return (
    <header className={classes.header}>
      <div className={classes.what}>
        <h1 className={classes.title}>{campaign.name}</h1>
        <p className={classes.line}>
          <Link to="/outreach">All outreach</Link>
          <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }}>
            The campaign’s numbers
          </Link>
          <span>{campaign.time_zone}</span>
        </p>
      </div>
      <div className={classes.actions}>
        <Button variant="default" aria-keyshortcuts="m" onClick={onTemplate}>
          Edit the message
        </Button>
        {canStart && (
          <Button aria-keyshortcuts="s" onClick={onStart}>
            Send review requests
          </Button>
        )}
      </div>
    </header>
  );
}
