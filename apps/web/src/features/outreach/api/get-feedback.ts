import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import { type FeedbackPoint, type FeedbackRange, filled, limitsOf } from '../feedback/feedback-range.ts';

export interface FeedbackOverTime {
  granularity: 'hour' | 'day';
  /** Between two points, ms. */
  step: number;
  /** Without gaps, oldest first. */
  points: FeedbackPoint[];
}

async function getFeedback(campaignId: string, range: FeedbackRange, signal: AbortSignal): Promise<FeedbackOverTime> {
  const limits = limitsOf(range, Date.now());
  const { from, to, granularity, step } = limits;
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), granularity };
  const { data, error, response } = await api.GET('/api/campaigns/{id}/feedback', { params: { path: { id: campaignId }, query }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return { granularity, step, points: filled(data.series, limits) };
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
