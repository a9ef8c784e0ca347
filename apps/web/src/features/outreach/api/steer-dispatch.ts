import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import { isLater } from '../../../shared/is-later.ts';
import type { Dispatch } from '../types.ts';
import { outreachQuery } from './get-outreach.ts';

export type Steering = 'pause' | 'resume' | 'cancel' | 'retry-failed';

/** The second of two quick clicks meets the button that has taken the place of the first: it means nothing. */
const REST_MS = 600;

async function steer(id: string, steering: Steering): Promise<Dispatch> {
  const at = { params: { path: { id } } };
  const { data, error, response } = await {
    pause: () => api.POST('/api/dispatches/{id}/pause', at),
    resume: () => api.POST('/api/dispatches/{id}/resume', at),
    cancel: () => api.POST('/api/dispatches/{id}/cancel', at),
    'retry-failed': () => api.POST('/api/dispatches/{id}/retry-failed', at),
  }[steering]();
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** What can be asked of a dispatch. `isBusy`: not now, the last wish is under way or was just done. */
export function useSteering(campaignId: string, dispatchId: string | undefined) {
  const queryClient = useQueryClient();
  const { queryKey } = outreachQuery(campaignId);
  const [isBusy, setBusy] = useState(false);
  // State comes too late for the second of two quick clicks.
  const isTaken = useRef(false);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const mutation = useMutation({
    mutationFn: (steering: Steering) => {
      if (dispatchId === undefined) throw new Error('There is no dispatch to steer');
      return steer(dispatchId, steering);
    },
    // What comes of it is told over the live connection, and may have been told before this answer is here.
    onSuccess: (dispatch) =>
      queryClient.setQueryData(queryKey, (shown) => {
        const isNews = shown?.dispatch?.id === dispatch.id && isLater(dispatch.updated_at, shown.dispatch.updated_at);
        return isNews ? { ...shown, dispatch } : shown;
      }),
    onSettled: () => {
      rest.current = setTimeout(() => {
        isTaken.current = false;
        setBusy(false);
      }, REST_MS);
    },
  });
  return {
    isBusy,
    pending: mutation.isPending ? mutation.variables : null,
    error: mutation.error,
    steer: (steering: Steering) => {
      if (isTaken.current) return;
      isTaken.current = true;
      setBusy(true);
      mutation.mutate(steering);
    },
  };
}
