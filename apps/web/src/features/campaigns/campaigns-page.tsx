import { Button, SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { PageHeader } from '../../shared/page-header.tsx';
import { SearchField } from '../../shared/search-field.tsx';
import { useShortcuts } from '../../shared/shortcuts/use-shortcuts.ts';
import { unregisteredQuery } from './api/get-unregistered.ts';
import { CampaignDialogs, type OpenDialog } from './campaign-dialogs.tsx';
import { type CampaignSearch, type StatusFilter, narrow } from './campaign-search.ts';
import type { RowActions } from './campaign-table-row.tsx';
import { changeStatus } from './change-status.ts';
import classes from './campaigns-page.module.css';
import { Deletions } from './deletions.tsx';
import { RegisteredList } from './registered-list.tsx';
import { UnregisteredList } from './unregistered-list.tsx';

interface CampaignsPageProps {
  search: CampaignSearch;
  onSearchChange: (search: CampaignSearch) => void;
}

export function CampaignsPage({ search, onSearchChange }: CampaignsPageProps) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const queryClient = useQueryClient();
  const create = () => setDialog({ kind: 'create' });
  useShortcuts([{ keys: 'n', does: 'New campaign', run: create }]);
  const { data: unregistered } = useQuery(unregisteredQuery({ rows: 1 }));
  const unregisteredCount = unregistered?.total ?? 0;

  // The same for every render: hundreds of rows are compared by it.
  const actions = useMemo<RowActions>(
    () => ({
      changeStatus: (campaign) => void changeStatus(queryClient, campaign),
      edit: (campaign) => setDialog({ kind: 'edit', campaign }),
      remove: (campaign) => setDialog({ kind: 'delete', campaign }),
    }),
    [queryClient],
  );

  const filters = [
    { value: 'all', label: 'All' },
    { value: 'active', label: 'Active' },
    { value: 'paused', label: 'Paused' },
    { value: 'unregistered', label: unregisteredCount === 0 ? 'Unregistered' : `Unregistered ${unregisteredCount}` },
  ];
  return (
    <>
      <PageHeader
        title="Campaigns"
        action={
          <Button aria-keyshortcuts="n" onClick={create}>
            New campaign
          </Button>
        }
      />
      <Deletions />
      <div className={classes.toolbar}>
        <SearchField
          className={classes.search}
          label="Search campaigns by name or id"
          placeholder="Search by name or id"
          value={search.q ?? ''}
          onChange={(q) => onSearchChange(narrow(search, { q }))}
        />
        {search.status !== 'unregistered' && <UnregisteredHint count={unregisteredCount} />}
        <SegmentedControl
          aria-label="Which campaigns"
          classNames={{ root: classes.filter, label: classes.filterLabel }}
          withItemsBorders={false}
          transitionDuration={0}
          data={filters}
          value={search.status ?? 'all'}
          onChange={(status) => onSearchChange(narrow(search, { status: status === 'all' ? undefined : (status as StatusFilter) }))}
        />
      </div>
      {search.status === 'unregistered' ? (
        <UnregisteredList
          search={search}
          onSearchChange={onSearchChange}
          onRegister={(campaignId) => setDialog({ kind: 'create', campaignId })}
          onDeleteEvents={(campaignId) => setDialog({ kind: 'delete-events', campaignId })}
        />
      ) : (
        <RegisteredList search={search} onSearchChange={onSearchChange} actions={actions} onCreate={create} />
      )}
      <CampaignDialogs open={dialog} onClose={() => setDialog(null)} />
    </>
  );
}

/** Beside the filters, which say it too: a line of its own would push the table down when the first one comes. */
function UnregisteredHint({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p className={classes.hint}>
      {count === 1 ? '1 campaign is' : `${formatCount(count)} campaigns are`} seen in events only.{' '}
      <Link to="/campaigns" search={{ status: 'unregistered' }}>
        {count === 1 ? 'Register it' : 'Register them'}
      </Link>
    </p>
  );
}
