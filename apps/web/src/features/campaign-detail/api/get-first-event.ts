import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { STEP_MS } from '../range/detail-view.ts';

interface Span {
  from: number;
  to: number;
  granularity: 'minute' | 'day';
}

async function firstPoint(campaignId: string, { from, to, granularity }: Span, signal: AbortSignal): Promise<number | null> {
  const query = { campaign_id: campaignId, from: new Date(from).toISOString(), to: new Date(to).toISOString(), granularity };
  const { data, error, response } = await api.GET('/stats', { params: { query }, signal });
  if (data === undefined) throw new ApiError(response, error);
  const [first] = data.series;
  return first === undefined ? null : Date.parse(first.ts);
}

/**
 * The minute of the campaign's first event, in ms; null when there is none. Before it there is nothing to draw, while a
 * minute without events after it is a zero.
 */
export function firstEventQuery(campaignId: string) {
  return queryOptions({
    queryKey: ['campaign', campaignId, 'first-event'],
    queryFn: async ({ signal }): Promise<number | null> => {
      // The days of fifty years are few enough to ask for, the minutes are not.
      const day = await firstPoint(campaignId, { from: 0, to: Date.now() + STEP_MS.day, granularity: 'day' }, signal);
      if (day === null) return null;
      return firstPoint(campaignId, { from: day, to: day + STEP_MS.day, granularity: 'minute' }, signal);
    },
  });
}
