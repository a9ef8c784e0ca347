import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';

/** Campaigns whose events were deleted from this page; kept as long as the page is open. */
const startedQuery = queryOptions({
  queryKey: ['started-deletions'],
  queryFn: (): string[] => [],
  initialData: [],
  staleTime: Infinity,
  gcTime: Infinity,
});

export function rememberDeletion(queryClient: QueryClient, campaignId: string): void {
  queryClient.setQueryData(startedQuery.queryKey, (ids: string[] = []) => [...new Set([...ids, campaignId])]);
}

export function forgetDeletion(queryClient: QueryClient, campaignId: string): void {
  queryClient.setQueryData(startedQuery.queryKey, (ids: string[] = []) => ids.filter((id) => id !== campaignId));
}

export function useStartedDeletions(): string[] {
  return useQuery(startedQuery).data;
}
