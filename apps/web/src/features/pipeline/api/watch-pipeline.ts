import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { withNewest } from '../anomalies/merge-anomalies.ts';
import { LIVE_CAMPAIGNS, LIVE_WINDOW } from '../pipeline-search.ts';
import type { AnomalyPage, Devices, Minutes, Pipeline } from '../types.ts';
import { anomaliesQuery } from './get-anomalies.ts';
import { devicesQuery } from './get-devices.ts';
import { minutesQuery } from './get-minutes.ts';
import { pipelineQuery } from './get-pipeline.ts';

interface LiveBody {
  as_of: string;
  status: Pipeline;
  minutes: Minutes;
  devices: Devices;
  anomalies: AnomalyPage;
  ongoing: AnomalyPage;
}

/** Keeps every part of the page up to date from the live connection for as long as the component is on the page. */
export function useLivePipeline(): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const show = ({ as_of, status, minutes, devices, anomalies, ongoing }: LiveBody) => {
      const [campaignMinutes, deviceMinutes] = [minutesQuery(LIVE_WINDOW, LIVE_CAMPAIGNS), devicesQuery(LIVE_WINDOW)];
      // An answer that is on its way would set the numbers back.
      for (const { queryKey } of [pipelineQuery, campaignMinutes, deviceMinutes, anomaliesQuery]) void queryClient.cancelQueries({ queryKey, exact: true });
      queryClient.setQueryData(pipelineQuery.queryKey, status);
      queryClient.setQueryData(campaignMinutes.queryKey, minutes);
      queryClient.setQueryData(deviceMinutes.queryKey, devices);
      queryClient.setQueryData(anomaliesQuery.queryKey, (shown) => withNewest(shown, { ...anomalies, ongoing }, Date.parse(as_of)));
    };
    return connection.watch<LiveBody>('pipeline', {}, { snapshot: show, update: show });
  }, [connection, queryClient]);
}
