import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveConnection } from '../../shared/live/live-context.ts';
import { LoadFailure } from '../../shared/load-failure.tsx';
import { useShortcuts } from '../../shared/shortcuts/use-shortcuts.ts';
import { campaignsQuery } from './api/get-campaigns.ts';
import { useLiveFigures } from './api/watch-figures.ts';
import { BeginCard } from './begin-card.tsx';
import type { CampaignSearch } from './campaign-search.ts';
import { CampaignTable } from './campaign-table.tsx';
import type { RowActions } from './campaign-table-row.tsx';
import classes from './list-card.module.css';
import { readListsAgain } from './list-cache.ts';
import { ListFoot } from './list-foot.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { isOutdated } from './merge-figures.ts';
import type { Campaign } from './types.ts';
import { useExhaustedToasts } from './use-exhausted-toasts.ts';

interface RegisteredListProps {
  search: CampaignSearch;
  onSearchChange: (search: CampaignSearch) => void;
  actions: RowActions;
  onCreate: () => void;
}

export function RegisteredList({ search, onSearchChange, actions, onCreate }: RegisteredListProps) {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  const { data, error, errorUpdateCount, isFetching, isPlaceholderData, refetch } = useQuery(campaignsQuery(search));
  const items = data?.items ?? [];
  const { figures: live, asOf } = useLiveFigures(items.map(({ id }) => id));

  useExhaustedToasts(items, live);

  const outdated = !isFetching && isOutdated(items, live);
  useEffect(() => {
    if (outdated) readListsAgain(queryClient);
  }, [outdated, queryClient]);

  const onFocused = (act: (campaign: Campaign) => void) => () => {
    const id = document.activeElement?.closest<HTMLElement>('[data-campaign-id]')?.dataset.campaignId;
    const campaign = items.find((item) => item.id === id);
    if (campaign !== undefined) act(campaign);
  };
  useShortcuts([
    { keys: 'e', does: 'Edit the campaign whose row has the focus', run: onFocused(actions.edit) },
    { keys: 'p', does: 'Pause or resume the campaign whose row has the focus', run: onFocused(actions.changeStatus) },
  ]);

  if (data === undefined) {
    if (errorUpdateCount === 0) return <ListSkeleton />;
    const tryAgain = () => {
      connection.retry();
      void refetch();
    };
    return (
      <LoadFailure title="The campaigns cannot be loaded" error={error} trying={isFetching} onTryAgain={tryAgain}>
        <p>Counting does not depend on this page. It keeps trying by itself.</p>
      </LoadFailure>
    );
  }
  const isFiltered = search.q !== undefined || search.status !== undefined;
  if (data.total === 0 && !isFiltered && !isPlaceholderData) return <BeginCard onCreate={onCreate} />;
  return (
    <div className={classes.card} aria-busy={isPlaceholderData}>
      {items.length === 0 ? (
        <p className={classes.nothing}>{nothingFound(search)}</p>
      ) : (
        <>
          <CampaignTable rows={items} live={live} asOf={asOf} search={search} onSearchChange={onSearchChange} actions={actions} />
          <ListFoot shown={items.length} total={data.total} loading={isPlaceholderData} search={search} onSearchChange={onSearchChange} />
        </>
      )}
    </div>
  );
}

function nothingFound({ q, status }: CampaignSearch): string {
  const kind = status === undefined ? 'campaign' : `${status} campaign`;
  return q === undefined ? `There is no ${kind}.` : `No ${kind} has “${q.trim()}” in its name or id.`;
}
