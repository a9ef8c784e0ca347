import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLiveConnection } from '../../shared/live/live-context.ts';
import { LoadFailure } from '../../shared/load-failure.tsx';
import { PageHeader } from '../../shared/page-header.tsx';
import { type Overview, useOverview } from './api/get-overview.ts';
import { useLiveOverview } from './api/watch-overview.ts';
import type { CampaignOrder } from './campaign-order.ts';
import { CampaignTable } from './campaign-table.tsx';
import { FirstEventCard } from './first-event-card.tsx';
import classes from './overview-page.module.css';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { RateChart } from './rate-chart.tsx';
import { Tiles } from './tiles.tsx';

interface OverviewPageProps {
  order: CampaignOrder;
  onOrderChange: (order: CampaignOrder) => void;
}

export function OverviewPage({ order, onOrderChange }: OverviewPageProps) {
  useLiveOverview();
  const { data, error, errorUpdateCount, isFetching, refetch } = useOverview();
  const connection = useLiveConnection();
  const [showingCommand, setShowingCommand] = useState(false);

  const asOf = data?.as_of;
  useEffect(() => {
    if (asOf !== undefined) connection.showing(asOf);
  }, [connection, asOf]);

  const tryAgain = () => {
    connection.retry();
    void refetch();
  };

  return (
    <>
      <PageHeader
        title="Overview"
        action={
          data !== undefined && !isEmpty(data) ? (
            <Button
              variant={showingCommand ? 'default' : 'filled'}
              aria-expanded={showingCommand}
              aria-controls="first-event"
              onClick={() => setShowingCommand(!showingCommand)}
            >
              {showingCommand ? 'Hide command' : 'Send an event'}
            </Button>
          ) : null
        }
      />
      {data !== undefined && isEmpty(data) && <FirstEventCard large />}
      {data !== undefined && !isEmpty(data) && (
        <div className={classes.stack}>
          {showingCommand && <FirstEventCard large={false} />}
          <Tiles overview={data} />
          <RateChart overview={data} />
          <CampaignTable overview={data} order={order} onOrderChange={onOrderChange} />
        </div>
      )}
      {/* A new attempt starts the query's state from the beginning; the count remembers that one has failed. */}
      {data === undefined && errorUpdateCount > 0 && (
        <LoadFailure title="The numbers cannot be loaded" error={error} trying={isFetching} onTryAgain={tryAgain}>
          <p>Nothing that was acknowledged is lost. This page keeps trying by itself.</p>
        </LoadFailure>
      )}
      {data === undefined && errorUpdateCount === 0 && <OverviewSkeleton />}
    </>
  );
}

/** Duplicates alone do not count: they are repeats of events that were counted. */
function isEmpty({ totals, rates }: Overview): boolean {
  return totals.campaigns === 0 && totals.impressions === 0 && totals.clicks === 0 && rates.length === 0;
}
