import { useQueryClient } from '@tanstack/react-query';
import { formatCount } from '../../shared/format.ts';
import { notify } from '../../shared/toasts/notify.ts';
import { DeletionProgress } from './deletion-progress.tsx';
import { readListsAgain } from './list-cache.ts';
import { forgetDeletion, useStartedDeletions } from './started-deletions.ts';

/** How far the deletions are that were begun here. */
export function RunningDeletions() {
  const queryClient = useQueryClient();
  const started = useStartedDeletions();
  return started.map((campaignId) => (
    <DeletionProgress
      key={campaignId}
      campaignId={campaignId}
      onFinished={({ deleted }) => {
        forgetDeletion(queryClient, campaignId);
        readListsAgain(queryClient);
        const what = deleted === 1 ? `The only event of ${campaignId} is` : `All ${formatCount(deleted)} events of ${campaignId} are`;
        notify({ kind: 'done', message: `${what} deleted.` });
      }}
    />
  ));
}
