import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { paths } from '../../../api/schema.d.ts';

export type Overview = paths['/api/overview']['get']['responses'][200]['content']['application/json'];
export type OverviewCampaign = Overview['campaigns'][number];
export type OverviewRate = Overview['rates'][number];

async function getOverview(signal: AbortSignal): Promise<Overview> {
  const { data, error, response } = await api.GET('/api/overview', { signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: async ({ client, signal, queryKey }): Promise<Overview> => {
    const fetched = await getOverview(signal);
    // A live snapshot may have overtaken this answer; what is shown must never go back in time.
    const shown = client.getQueryData<Overview>(queryKey);
    return shown !== undefined && Date.parse(shown.as_of) > Date.parse(fetched.as_of) ? shown : fetched;
  },
  refetchInterval: untilThere,
  // Merging already keeps unchanged rows as they are; comparing all of them again four times a second is wasted.
  structuralSharing: false,
});

export function useOverview() {
  return useQuery(overviewQuery);
}
