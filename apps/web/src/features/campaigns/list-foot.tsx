import { Button } from '@mantine/core';
import { formatCount } from '../../shared/format.ts';
import { useKeptFocus } from '../../shared/focus.ts';
import { type CampaignSearch, MOST_ROWS, PAGE_ROWS } from './campaign-search.ts';
import classes from './list-card.module.css';

interface ListFootProps {
  shown: number;
  total: number;
  loading: boolean;
  search: CampaignSearch;
  onSearchChange: (search: CampaignSearch) => void;
}

export function ListFoot({ shown, total, loading, search, onSearchChange }: ListFootProps) {
  const rows = search.rows ?? PAGE_ROWS;
  const hasMore = shown < total;
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const more = () => onSearchChange({ ...search, rows: Math.min(MOST_ROWS, rows + PAGE_ROWS) });
  return (
    <div className={classes.foot} tabIndex={-1} {...keptFocus}>
      <span role="status">
        {hasMore ? `${formatCount(shown)} of ${formatCount(total)} campaigns` : total === 1 ? '1 campaign' : `${formatCount(total)} campaigns`}
        {hasMore && rows >= MOST_ROWS && '. No more fit on a page; search to find the others'}
      </span>
      {hasMore && rows < MOST_ROWS && (
        <Button size="compact-sm" variant="default" disabled={loading} onClick={more}>
          {loading ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </div>
  );
}
