import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useLiveConnection } from '../../shared/live/live-context.ts';
import { LoadFailure } from '../../shared/load-failure.tsx';
import { MessagePanel } from '../../shared/message-panel.tsx';
import { PageHeader } from '../../shared/page-header.tsx';
import { useShortcuts } from '../../shared/shortcuts/use-shortcuts.ts';
import { campaignQuery } from './api/get-campaign.ts';
import { outreachQuery, useLiveOutreach } from './api/get-outreach.ts';
import { BeginCard } from './begin-card.tsx';
import { DispatchCard } from './dispatch/dispatch-card.tsx';
import { isUnderWay } from './dispatch/under-way.ts';
import { FailuresCard } from './failures/failures-card.tsx';
import { FeedbackSection } from './feedback/feedback-section.tsx';
import { ImportProgress } from './imports/import-progress.tsx';
import { OutreachDialogs, type OpenDialog } from './outreach-dialogs.tsx';
import { OutreachHeader } from './outreach-header.tsx';
import classes from './outreach-page.module.css';
import type { OutreachSearch } from './outreach-search.ts';
import { OutreachSkeleton } from './outreach-skeleton.tsx';
import { RecipientsCard } from './recipients/recipients-card.tsx';
import type { Campaign, Outreach } from './types.ts';

interface OutreachPageProps {
  campaignId: string;
  search: OutreachSearch;
  onSearchChange: (search: OutreachSearch) => void;
}

export function OutreachPage({ campaignId, search, onSearchChange }: OutreachPageProps) {
  useLiveOutreach(campaignId);
  const connection = useLiveConnection();
  const settings = useQuery(campaignQuery(campaignId));
  const outreach = useQuery(outreachQuery(campaignId));

  if (settings.data === undefined || outreach.data === undefined) {
    const hasFailed = settings.errorUpdateCount + outreach.errorUpdateCount > 0;
    const tryAgain = () => {
      connection.retry();
      void settings.refetch();
      void outreach.refetch();
    };
    return (
      <>
        <PageHeader title={settings.data?.name ?? campaignId} />
        {hasFailed ? (
          <LoadFailure
            title="The campaign’s outreach cannot be loaded"
            error={settings.error ?? outreach.error}
            trying={settings.isFetching || outreach.isFetching}
            onTryAgain={tryAgain}
          >
            <p>What is being sent goes on without this page. It keeps trying by itself.</p>
          </LoadFailure>
        ) : (
          <OutreachSkeleton />
        )}
      </>
    );
  }
  if (settings.data === null || outreach.data === null) return <NoSuchCampaign campaignId={campaignId} />;
  return <Loaded campaign={settings.data} outreach={outreach.data} search={search} onSearchChange={onSearchChange} />;
}

interface LoadedProps extends Omit<OutreachPageProps, 'campaignId'> {
  campaign: Campaign;
  outreach: Outreach;
}

function Loaded({ campaign, outreach, search, onSearchChange }: LoadedProps) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const { recipients, dispatch, failures, feedback } = outreach;
  const isSending = dispatch !== null && isUnderWay(dispatch.status);
  const canStart = recipients.total > 0 && !isSending;
  const start = () => setDialog({ kind: 'start' });
  const addOne = () => setDialog({ kind: 'add' });
  const importFile = () => setDialog({ kind: 'import' });
  useShortcuts([
    ...(canStart ? [{ keys: 's', does: 'Send review requests', run: start }] : []),
    { keys: 'i', does: 'Import recipients from a CSV file', run: importFile },
    { keys: 'n', does: 'New recipient', run: addOne },
    { keys: 'm', does: 'Edit the message', run: () => setDialog({ kind: 'template' }) },
  ]);
  const isEmpty = recipients.total === 0 && dispatch === null && outreach.import?.status !== 'running';
  return (
    <>
      <OutreachHeader campaign={campaign} canStart={canStart} onStart={start} onTemplate={() => setDialog({ kind: 'template' })} />
      <div className={classes.stack}>
        <ImportProgress campaignId={campaign.id} latest={outreach.import} asOf={outreach.as_of} />
        {isEmpty ? (
          <BeginCard onImport={importFile} onAdd={addOne} />
        ) : (
          <>
            <DispatchCard campaign={campaign} outreach={outreach} onStart={start} onCancel={() => setDialog({ kind: 'cancel' })} />
            {failures.length > 0 && <FailuresCard campaignId={campaign.id} failures={failures} dispatch={dispatch} onShow={() => onSearchChange({ range: search.range, status: 'failed' })} />}
            {(feedback.sent > 0 || feedback.responses > 0) && (
              <FeedbackSection campaignId={campaign.id} feedback={feedback} asOf={outreach.as_of} range={search.range} onRangeChange={(range) => onSearchChange({ ...search, range })} />
            )}
            <RecipientsCard campaignId={campaign.id} counts={recipients} search={search} onSearchChange={onSearchChange} open={setDialog} />
          </>
        )}
      </div>
      <OutreachDialogs open={dialog} campaign={campaign} outreach={outreach} onClose={() => setDialog(null)} onOpen={setDialog} />
    </>
  );
}

function NoSuchCampaign({ campaignId }: { campaignId: string }) {
  return (
    <>
      <PageHeader title="Campaign not found" />
      <MessagePanel title="No campaign is registered under this id" action={<Link to="/outreach">Go to outreach</Link>}>
        <p>“{campaignId}” is not on the campaign list. Only a campaign that is has recipients; one that is seen in events can be registered on its page.</p>
      </MessagePanel>
    </>
  );
}
