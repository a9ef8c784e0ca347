import { useEffect, useState } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import type { Deletion } from '../types.ts';

/** How far the deletion of a campaign's events is; null when there never was one, or that is not known yet. */
export function useDeletion(campaignId: string): Deletion | null {
  const connection = useLiveConnection();
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  useEffect(() => {
    const show = (message: { deletion: Deletion | null }) => setDeletion(message.deletion);
    return connection.watch<{ as_of: string; deletion: Deletion | null }>('deletion', { campaign_id: campaignId }, { snapshot: show, update: show });
  }, [connection, campaignId]);
  return deletion;
}
