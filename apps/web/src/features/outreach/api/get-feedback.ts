import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import { type FeedbackRange, limitsOf } from '../feedback/feedback-range.ts';
import type { FeedbackSeries } from '../types.ts';

async function getFeedback(campaignId: string, range: FeedbackRange, signal: AbortSignal): Promise<FeedbackSeries> {
  const { from, to, granularity } = limitsOf(range, Date.now());
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), granularity };
  const { data, error, response } = await api.GET('/api/campaigns/{id}/feedback', { params: { path: { id: campaignId }, query }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** Over time; read again when the sums of the page say that somebody has answered. */
export function feedbackQuery(campaignId: string, range: FeedbackRange) {
  return queryOptions({
    queryKey: ['outreach', campaignId, 'feedback', range],
    queryFn: ({ signal }) => getFeedback(campaignId, range, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: untilThere,
  });
}
