import type { QueryClient } from '@tanstack/react-query';
import { CAMPAIGN_LISTS, type CampaignList } from './api/get-campaigns.ts';
import type { Campaign } from './types.ts';

/** Shows a campaign as changed in every list at once; where it now belongs is found out by reading them again. */
export async function showInLists(queryClient: QueryClient, campaign: Campaign): Promise<void> {
  // An answer from before the change would undo it on the screen.
  await queryClient.cancelQueries({ queryKey: CAMPAIGN_LISTS });
  queryClient.setQueriesData<CampaignList>({ queryKey: CAMPAIGN_LISTS }, (list) => {
    if (list === undefined) return list;
    return { ...list, items: list.items.map((row) => (row.id === campaign.id ? { ...row, ...campaign } : row)) };
  });
}

/** Registered or not: a campaign has gone from one list and may have come to the other. */
export function readListsAgain(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: ['campaigns'] });
}

/** A list is read more often than this only for what is done here: ad clients may report new campaigns by the thousand. */
const LIVE_READS_EVERY_MS = 1_000;
let readAt = -Infinity;
let isWaiting = false;

/** For what others have done: at once, and then once a second at most. */
export function readListsSoon(queryClient: QueryClient): void {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(
    () => {
      isWaiting = false;
      readAt = performance.now();
      readListsAgain(queryClient);
    },
    Math.max(0, readAt + LIVE_READS_EVERY_MS - performance.now()),
  );
}
