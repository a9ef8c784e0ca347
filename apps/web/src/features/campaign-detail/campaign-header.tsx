import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { copyText } from '../../shared/copy-text.ts';
import { formatClock } from '../../shared/format.ts';
import { formatDayAndMinute } from '../../shared/format-time.ts';
import { usePageTitle } from '../../shared/page-title.ts';
import type { Campaign } from './api/get-campaign.ts';
import classes from './campaign-header.module.css';

interface CampaignHeaderProps {
  campaignId: string;
  /** Null: not registered. */
  campaign: Campaign | null;
  /** Of a paused campaign whose events still arrive: when the last one did. */
  arrivingAt: string | null;
  /** Was registered when this page was opened. */
  wasDeleted: boolean;
  actions: ReactNode;
}

export function CampaignHeader({ campaignId, campaign, arrivingAt, wasDeleted, actions }: CampaignHeaderProps) {
  const title = campaign?.name ?? campaignId;
  usePageTitle(title);
  return (
    <header className={classes.header}>
      <div className={classes.what}>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.line}>
          <CopyableId id={campaignId} />
          <State {...{ campaign, arrivingAt, wasDeleted }} />
          {campaign !== null && (
            <Link to="/outreach/$campaignId" params={{ campaignId }}>
              Outreach
            </Link>
          )}
        </p>
      </div>
      <div className={classes.actions}>{actions}</div>
    </header>
  );
}

function State({ campaign, arrivingAt, wasDeleted }: Pick<CampaignHeaderProps, 'campaign' | 'arrivingAt' | 'wasDeleted'>) {
  if (campaign === null) {
    return (
      <span className={classes.state} data-state="unregistered" data-testid="campaign-state">
        {wasDeleted
          ? 'Somebody has deleted this campaign. Its events were kept, and it counts as unregistered now.'
          : 'Not registered: ad clients report it, but it is not on the campaign list.'}
      </span>
    );
  }
  const isPaused = campaign.status === 'paused';
  return (
    <span className={classes.state} data-state={campaign.status} data-testid="campaign-state">
      <span className={classes.mark} aria-hidden="true" />
      {isPaused ? 'Paused' : 'Active'} since {formatDayAndMinute(campaign.status_since)}
      {arrivingAt !== null && (
        <strong className={classes.arriving} title={`The last one arrived at ${formatClock(arrivingAt)}`}>
          {' '}
          · events still arrive, and are counted
        </strong>
      )}
    </span>
  );
}

function CopyableId({ id }: { id: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 2_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button type="button" className={classes.id} title="Copy the campaign’s id" onClick={() => void copyText(id).then(setCopied)}>
      <code>{id}</code>
      <svg className={classes.copy} viewBox="0 0 16 16" aria-hidden="true">
        <path d={copied === true ? 'M3 8.5l3.5 3.5L13 4.5' : 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3'} />
      </svg>
      <span className="visually-hidden" aria-live="polite">
        {copied === null ? 'Copy' : copied ? 'Copied' : 'The browser refused to copy'}
      </span>
    </button>
  );
}
