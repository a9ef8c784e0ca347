import { type InfiniteData, infiniteQueryOptions, keepPreviousData, replaceEqualDeep } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import { keepNewer } from '../recipients/merge-recipients.ts';
import type { RecipientSearch } from '../recipients/recipient-search.ts';
import type { RecipientPage } from '../types.ts';

type RecipientList = InfiniteData<RecipientPage, string | null>;

const PAGE_ROWS = 200;

async function getRecipients(campaignId: string, { status, q }: RecipientSearch, cursor: string | null, signal: AbortSignal): Promise<RecipientPage> {
  const query = { status, q: q?.trim(), limit: PAGE_ROWS, cursor: cursor ?? undefined };
  const { data, error, response } = await api.GET('/api/campaigns/{id}/recipients', { params: { path: { id: campaignId }, query }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** Oldest first, one page after the other. */
export function recipientsQuery(campaignId: string, { status, q }: RecipientSearch) {
  return infiniteQueryOptions({
    queryKey: ['outreach', campaignId, 'recipients', { status, q }],
    queryFn: ({ pageParam, signal }) => getRecipients(campaignId, { status, q }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: RecipientPage) => last.next_cursor,
    placeholderData: keepPreviousData,
    structuralSharing: (present, read) => replaceEqualDeep(present, keepNewer(present as RecipientList | undefined, read as RecipientList)),
    staleTime: 0,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    refetchInterval: untilThere,
  });
}
