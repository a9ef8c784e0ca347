import { useQuery } from '@tanstack/react-query';
import { LoadFailure } from '../../shared/load-failure.tsx';
import { unregisteredQuery } from './api/get-unregistered.ts';
import { useLiveFigures } from './api/watch-figures.ts';
import type { CampaignSearch } from './campaign-search.ts';
import classes from './list-card.module.css';
import { ListFoot } from './list-foot.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { UnregisteredTable } from './unregistered-table.tsx';

interface UnregisteredListProps {
  search: CampaignSearch;
  onSearchChange: (search: CampaignSearch) => void;
  onRegister: (campaignId: string) => void;
  onDeleteEvents: (campaignId: string) => void;
}

export function UnregisteredList({ search, onSearchChange, onRegister, onDeleteEvents }: UnregisteredListProps) {
  const { data, error, errorUpdateCount, isFetching, isPlaceholderData, refetch } = useQuery(unregisteredQuery(search));
  const { figures: live } = useLiveFigures((data?.items ?? []).map(({ campaign_id }) => campaign_id));

  if (data === undefined) {
    if (errorUpdateCount === 0) return <ListSkeleton />;
    return (
      <LoadFailure title="The campaigns cannot be loaded" error={error} trying={isFetching} onTryAgain={() => void refetch()}>
        <p>Counting does not depend on this page. It keeps trying by itself.</p>
      </LoadFailure>
    );
  }
  return (
    <>
      <p className={classes.hint}>
        Ad clients report these ids, but nobody has registered them. Their events are counted; registering adds a name and a budget.
      </p>
      <div className={classes.card} aria-busy={isPlaceholderData}>
        {data.items.length === 0 ? (
          <p className={classes.nothing}>
            {search.q === undefined
              ? 'Every campaign that is seen in events is registered.'
              : `No unregistered campaign has “${search.q.trim()}” in its id.`}
          </p>
        ) : (
          <>
            <UnregisteredTable rows={data.items} live={live} onRegister={onRegister} onDeleteEvents={onDeleteEvents} />
            <ListFoot shown={data.items.length} total={data.total} loading={isPlaceholderData} search={search} onSearchChange={onSearchChange} />
          </>
        )}
      </div>
    </>
  );
}
