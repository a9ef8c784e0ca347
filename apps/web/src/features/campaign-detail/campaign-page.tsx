import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense, lazy, useMemo, useState } from 'react';
import { useLiveConnection } from '../../shared/live/live-context.ts';
import { LoadFailure } from '../../shared/load-failure.tsx';
import { MessagePanel } from '../../shared/message-panel.tsx';
import { PageHeader } from '../../shared/page-header.tsx';
import { type Campaign, campaignQuery } from './api/get-campaign.ts';
import { type Figures, figuresQuery } from './api/get-figures.ts';
import { pausesQuery } from './api/get-pauses.ts';
import { useLiveFigures } from './api/watch-figures.ts';
import { CampaignHeader } from './campaign-header.tsx';
import classes from './campaign-page.module.css';
import { PageSkeleton } from './campaign-skeleton.tsx';
import { FeedCard } from './feed/feed-card.tsx';
import { PacingCard } from './pacing/pacing-card.tsx';
import type { Pause } from './pauses.ts';
import type { DetailSearch } from './range/detail-view.ts';
import { ReportSection } from './report-section.tsx';
import { isStillArriving } from '../../shared/still-arriving.ts';
import { useServerNow } from '../../shared/live/use-server-now.ts';

// Most campaigns have events. Without it the page goes on, while the server is away.
const NoEventsYet = lazy(() => import('./no-events-yet.tsx').catch(() => ({ default: () => <></> })));

interface CampaignPageProps {
  campaignId: string;
  search: DetailSearch;
  onSearchChange: (search: DetailSearch) => void;
  /** What can be done with the campaign; with null, to register it. */
  actions: (campaign: Campaign | null) => ReactNode;
  /** Stand below the head of the page. */
  notices: ReactNode;
  /** Stands below the pacing. */
  simulation: (campaign: Campaign | null) => ReactNode;
  /** Leads back when there is no such campaign. */
  wayBack: ReactNode;
}

export function CampaignPage({ campaignId, search, onSearchChange, actions, notices, simulation, wayBack }: CampaignPageProps) {
  useLiveFigures(campaignId);
  const settings = useQuery(campaignQuery(campaignId));
  const figures = useQuery(figuresQuery(campaignId));
  const pauses = usePauses(settings.data ?? null);
  const connection = useLiveConnection();
  const campaign = settings.data;
  const [lastKnown, setLastKnown] = useState<Campaign | null>(null);
  if (campaign && campaign !== lastKnown) setLastKnown(campaign);

  const failed = settings.error ?? figures.error;
  if (campaign === undefined || figures.data === undefined) {
    const hasFailed = settings.errorUpdateCount + figures.errorUpdateCount > 0;
    if (!hasFailed) return <Loading campaignId={campaignId} />;
    const tryAgain = () => {
      connection.retry();
      void settings.refetch();
      void figures.refetch();
    };
    return (
      <>
        <PageHeader title={campaignId} />
        <LoadFailure title="The campaign cannot be loaded" error={failed} trying={settings.isFetching || figures.isFetching} onTryAgain={tryAgain}>
          <p>Nothing that was acknowledged is lost. This page keeps trying by itself.</p>
        </LoadFailure>
      </>
    );
  }

  const wasDeleted = campaign === null && lastKnown?.id === campaignId;
  if (campaign === null && !hasEvents(figures.data)) return <NoSuchCampaign campaignId={campaignId} wasDeleted={wasDeleted} wayBack={wayBack} />;
  return (
    <>
      <CampaignHeader
        campaignId={campaignId}
        campaign={campaign}
        arrivingAt={campaign !== null && figures.data !== null && isStillArriving(campaign, figures.data) ? figures.data.last_event_at : null}
        wasDeleted={wasDeleted}
        actions={actions(campaign)}
      />
      {notices}
      <ReportSection
        campaignId={campaignId}
        search={search}
        onSearchChange={onSearchChange}
        figures={figures.data}
        empty={
          hasEvents(figures.data) ? null : (
            <Suspense>
              <NoEventsYet campaignId={campaignId} />
            </Suspense>
          )
        }
        pauses={pauses}
        feed={<FeedCard campaignId={campaignId} pauses={pauses} />}
        aside={
          <Aside campaign={campaign} figures={figures.data}>
            {simulation(campaign)}
          </Aside>
        }
      />
    </>
  );
}

const NO_PAUSES: Pause[] = [];

/** The present one is known at once, the ones before when they are read. */
function usePauses(campaign: Campaign | null): Pause[] {
  const { data: past = NO_PAUSES } = useQuery(pausesQuery(campaign));
  const since = campaign?.status === 'paused' ? Date.parse(campaign.status_since) : null;
  return useMemo(() => (since === null ? past : [...past, { from: since, to: null }]), [past, since]);
}

/** Figures of a campaign that nothing is known of are zeros; so are those of a new one. */
function hasEvents(figures: Figures | null): boolean {
  return figures !== null && figures.impressions + figures.clicks > 0;
}

function Aside({ campaign, figures, children }: { campaign: Campaign | null; figures: Figures | null; children: ReactNode }) {
  const now = useServerNow();
  return (
    <div className={`${classes.stack} ${classes.aside}`}>
      <PacingCard campaign={campaign} pacing={figures?.pacing ?? null} now={now} />
      {children}
    </div>
  );
}

function Loading({ campaignId }: { campaignId: string }) {
  return (
    <>
      <PageHeader title={campaignId} />
      <PageSkeleton />
    </>
  );
}

function NoSuchCampaign({ campaignId, wasDeleted, wayBack }: { campaignId: string; wasDeleted: boolean; wayBack: ReactNode }) {
  return (
    <>
      <PageHeader title={wasDeleted ? 'Campaign deleted' : 'Campaign not found'} />
      <MessagePanel title={wasDeleted ? 'Somebody has deleted this campaign' : 'No campaign has this id'} action={wayBack}>
        {wasDeleted ? (
          <p>“{campaignId}” and its events are gone.</p>
        ) : (
          <p>“{campaignId}” is neither on the campaign list nor named by any event. As soon as an event names it, its numbers appear here.</p>
        )}
      </MessagePanel>
    </>
  );
}
