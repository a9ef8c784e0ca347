import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { OutreachRow } from '../types.ts';

async function getOutreachList(signal: AbortSignal): Promise<OutreachRow[]> {
  const { data, error, response } = await api.GET('/api/outreach', { signal });
  if (data === undefined) throw new ApiError(response, error);
  return data.items;
}

/** Every registered campaign, those that something happens with first. */
export const outreachListQuery = queryOptions({
  queryKey: ['outreach-list'],
  queryFn: ({ signal }) => getOutreachList(signal),
  // What was shown before is shown at once, and read again.
  staleTime: 0,
  refetchOnWindowFocus: false,
  refetchInterval: untilThere,
});

interface LiveBody {
  as_of: string;
  items: OutreachRow[];
}

/** Keeps the list up to date from the live connection for as long as the component is on the page. */
export function useLiveOutreachList(): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const show = ({ items }: LiveBody) => {
      // An answer that is on its way would set the numbers back.
      void queryClient.cancelQueries({ queryKey: outreachListQuery.queryKey });
      queryClient.setQueryData(outreachListQuery.queryKey, items);
    };
    return connection.watch<LiveBody>('outreach_list', {}, { snapshot: show, update: show });
  }, [connection, queryClient]);
}
