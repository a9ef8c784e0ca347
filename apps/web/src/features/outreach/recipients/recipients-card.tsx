import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LoadFailure } from '../../../shared/load-failure.tsx';
import { formatCount } from '../../../shared/format.ts';
import { SearchField } from '../../../shared/search-field.tsx';
import { recipientsQuery } from '../api/get-recipients.ts';
import card from '../card.module.css';
import type { OpenDialog } from '../outreach-dialogs.tsx';
import type { OutreachSearch } from '../outreach-search.ts';
import type { Outreach } from '../types.ts';
import { FilterTabs } from './filter-tabs.tsx';
import { rowsOf } from './merge-recipients.ts';
import { RecipientTable } from './recipient-table.tsx';
import classes from './recipients-card.module.css';
import { useNewRows } from './use-new-rows.ts';

interface RecipientsCardProps {
  campaignId: string;
  counts: Outreach['recipients'];
  search: OutreachSearch;
  onSearchChange: (search: OutreachSearch) => void;
  open: (dialog: OpenDialog) => void;
}

export function RecipientsCard({ campaignId, counts, search, onSearchChange, open }: RecipientsCardProps) {
  const query = useInfiniteQuery(recipientsQuery(campaignId, search));
  const { data, error, errorUpdateCount, isFetching, isFetchingNextPage, isPlaceholderData, hasNextPage, fetchNextPage, refetch } = query;
  const { hasNews, readAgain } = useNewRows(query, search.q, search.status === undefined ? counts.total : counts[search.status]);
  // Typed letters lead to lists of their own, each of which begins at its top.
  const [listKey, setListKey] = useState(0);
  const change = (next: OutreachSearch) => {
    setListKey(listKey + 1);
    onSearchChange(next);
  };
  const rows = rowsOf(data);
  const total = data?.pages.at(-1)?.total ?? 0;
  return (
    <section className={card.card} aria-labelledby="recipients-title" data-testid="recipients">
      <div className={`${card.head} ${classes.head}`}>
        <h2 className={card.title} id="recipients-title">
          Recipients
        </h2>
        <div className={card.buttons}>
          <Button size="compact-sm" variant="default" aria-keyshortcuts="n" onClick={() => open({ kind: 'add' })}>
            Add recipient
          </Button>
          <Button size="compact-sm" variant="default" aria-keyshortcuts="i" onClick={() => open({ kind: 'import' })}>
            Import CSV
          </Button>
        </div>
      </div>
      <div className={classes.toolbar}>
        <FilterTabs counts={counts} value={search.status} onChange={(status) => change({ ...search, status })} />
        <SearchField
          className={classes.search}
          label="Search recipients by name, e-mail or phone"
          placeholder="Name, e-mail or phone"
          value={search.q ?? ''}
          onChange={(q) => change({ ...search, q: q.trim() === '' ? undefined : q })}
        />
      </div>
      {data === undefined ? (
        errorUpdateCount === 0 ? (
          <div className={classes.loading} aria-busy="true" />
        ) : (
          <div className={classes.failed}>
            <LoadFailure title="The recipients cannot be loaded" error={error} trying={isFetching} onTryAgain={() => void refetch()} />
          </div>
        )
      ) : rows.length === 0 ? (
        <p className={classes.nothing}>{nothingWords(search)}</p>
      ) : (
        <RecipientTable
          key={listKey}
          campaignId={campaignId}
          rows={rows}
          total={total}
          isBusy={isPlaceholderData}
          hasMore={hasNextPage}
          isLoadingMore={isFetchingNextPage}
          onMore={() => void fetchNextPage()}
          open={open}
        />
      )}
      <div className={classes.foot}>
        <span role="status">{footWords(rows.length, total, hasNextPage, search)}</span>
        {hasNews && (
          <Button size="compact-sm" variant="default" onClick={readAgain}>
            The list has changed: show it anew
          </Button>
        )}
        {error !== null && data !== undefined && (
          <Button size="compact-sm" variant="default" disabled={isFetching} onClick={() => void (hasNextPage ? fetchNextPage() : refetch())}>
            Loading failed: try again
          </Button>
        )}
      </div>
    </section>
  );
}

function footWords(shown: number, total: number, hasMore: boolean, { q, status }: OutreachSearch): string {
  const what = q === undefined && status === undefined ? '' : ' that match';
  if (hasMore) return `${formatCount(shown)} of ${formatCount(total)} recipients${what} loaded; scroll for more`;
  return `${formatCount(total)} recipient${total === 1 ? '' : 's'}${what}`;
}

function nothingWords({ q, status }: OutreachSearch): string {
  const kind = status === undefined ? 'recipient' : `${status} recipient`;
  return q === undefined ? `There is no ${kind}.` : `No ${kind} has “${q.trim()}” in the name, e-mail address or phone number.`;
}
