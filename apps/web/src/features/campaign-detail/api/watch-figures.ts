import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { Newly } from '../../../shared/newly.ts';
import { tellExhausted } from '../../../shared/toasts/exhausted-toast.ts';
import { campaignQuery } from './get-campaign.ts';
import { type Figures, figuresQuery } from './get-figures.ts';

interface FiguresMessage {
  as_of: string;
  figures: Figures[];
}

/** Keeps the campaign's figures up to date, says when its budget is used up, and reads its settings again when somebody has changed them. */
export function useLiveFigures(id: string): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const { queryKey } = campaignQuery(id);
    let wasRegistered = false;
    const newly = new Newly();
    const show = ({ figures: [figures] }: FiguresMessage) => {
      if (figures === undefined) return;
      queryClient.setQueryData(figuresQuery(id).queryKey, figures);
      const { pacing } = figures;
      const isExhausted = newly.of([[id, pacing?.state === 'exhausted']]).length > 0;
      if (isExhausted && pacing) tellExhausted([{ id, name: queryClient.getQueryData(queryKey)?.name ?? id, spent: pacing.spent, budget: pacing.budget }]);
      const isRegistered = figures.settings_version !== null;
      const wasDeleted = wasRegistered && !isRegistered;
      wasRegistered = isRegistered;
      const settings = queryClient.getQueryData(queryKey);
      const isOutdated = settings !== undefined && figures.settings_version !== (settings?.version ?? null);
      // What is gone need not be asked for. What was registered a moment ago must be: this message may be older than that.
      if (wasDeleted) queryClient.setQueryData(queryKey, null);
      else if (isOutdated) void queryClient.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false });
    };
    return connection.watch<FiguresMessage>('figures', { ids: [id] }, { snapshot: show, update: show });
  }, [connection, queryClient, id]);
}
