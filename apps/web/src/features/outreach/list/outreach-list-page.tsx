import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { LoadFailure } from '../../../shared/load-failure.tsx';
import { MessagePanel } from '../../../shared/message-panel.tsx';
import { PageHeader } from '../../../shared/page-header.tsx';
import { SearchField } from '../../../shared/search-field.tsx';
import { useHeldOrder } from '../../../shared/use-held-order.ts';
import { outreachListQuery, useLiveOutreachList } from '../api/get-outreach-list.ts';
import card from '../card.module.css';
import type { OutreachRow } from '../types.ts';
import { type ListSearch, found } from './list-search.ts';
import classes from './outreach-list.module.css';
import { OutreachTable } from './outreach-table.tsx';

interface OutreachListPageProps {
  search: ListSearch;
  onSearchChange: (search: ListSearch) => void;
}

/** Rows that "Show more" adds: beyond the first, searching is quicker. */
const PAGE_ROWS = 100;

const idOf = ({ campaign_id }: OutreachRow) => campaign_id;

export function OutreachListPage({ search, onSearchChange }: OutreachListPageProps) {
  useLiveOutreachList();
  const connection = useLiveConnection();
  const { data, error, errorUpdateCount, isFetching, refetch } = useQuery(outreachListQuery);
  const [shown, setShown] = useState(PAGE_ROWS);
  // Those that something happens with come first when the page is opened; after that no row jumps away from under the pointer.
  const rows = useHeldOrder(found(data ?? [], search), idOf, data !== undefined, `${search.q ?? ''} ${data === undefined}`);

  if (data === undefined) {
    const tryAgain = () => {
      connection.retry();
      void refetch();
    };
    return (
      <>
        <PageHeader title="Outreach" />
        {errorUpdateCount === 0 ? (
          <Loading />
        ) : (
          <LoadFailure title="Outreach cannot be loaded" error={error} trying={isFetching} onTryAgain={tryAgain}>
            <p>What is being sent goes on without this page. It keeps trying by itself.</p>
          </LoadFailure>
        )}
      </>
    );
  }
  if (data.length === 0) return <NoCampaigns />;
  const isBeginning = data.every(({ recipients }) => recipients === 0);
  return (
    <>
      <PageHeader title="Outreach" />
      {isBeginning && (
        <p className={classes.begin}>
          Ask the people a campaign was made for how it went: open a campaign, import its recipients from a CSV file, and send them a review
          request. Their answers come back here.
        </p>
      )}
      <div className={classes.toolbar}>
        <SearchField
          className={classes.search}
          label="Search campaigns by name or id"
          placeholder="Search by name or id"
          value={search.q ?? ''}
          onChange={(q) => onSearchChange(q.trim() === '' ? {} : { q })}
        />
      </div>
      <div className={card.card}>
        {rows.length === 0 ? (
          <p className={classes.nothing}>No campaign has “{search.q?.trim()}” in its name or id.</p>
        ) : (
          <>
            <OutreachTable rows={rows.slice(0, shown)} />
            <div className={classes.foot}>
              <span role="status">
                {rows.length > shown ? `${formatCount(shown)} of ${formatCount(rows.length)}` : formatCount(rows.length)} campaign{rows.length === 1 ? '' : 's'}
              </span>
              {rows.length > shown && (
                <Button size="compact-sm" variant="default" onClick={() => setShown(shown + PAGE_ROWS)}>
                  Show more
                </Button>
              )}
            </div>
          </>
        )}
      </div>
    </>
  );
}

function NoCampaigns() {
  return (
    <>
      <PageHeader title="Outreach" />
      <MessagePanel title="First, a campaign" action={<Link to="/campaigns">Create a campaign</Link>}>
        <p>
          Outreach asks the recipients of a campaign for feedback: you import them from a CSV file, send them a review request, and see who
          was reached and what they say. There is no campaign yet to ask about.
        </p>
      </MessagePanel>
    </>
  );
}

const PLACES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** As large as what will take its place, so that nothing moves when it does. */
function Loading() {
  return (
    <>
      <div className={classes.toolbar} />
      <div className={card.card} aria-busy="true">
        <span className="visually-hidden" role="status">
          Loading the campaigns
        </span>
        <div className={classes.heads} />
        {PLACES.map((place) => (
          <div key={place} className={classes.place}>
            <span />
          </div>
        ))}
      </div>
    </>
  );
}
