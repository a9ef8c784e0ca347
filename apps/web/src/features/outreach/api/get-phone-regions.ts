import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';

async function getPhoneRegions(signal: AbortSignal): Promise<string[]> {
  const { data, error, response } = await api.GET('/api/phone-regions', { signal });
  if (data === undefined) throw new ApiError(response, error);
  return data.items;
}

/** ISO 3166 codes of the countries whose numbers can be read. */
export const phoneRegionsQuery = queryOptions({ queryKey: ['phone-regions'], queryFn: ({ signal }) => getPhoneRegions(signal) });
