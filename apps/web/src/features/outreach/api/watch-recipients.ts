import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { mergeRecipients } from '../recipients/merge-recipients.ts';
import type { Recipient, RecipientPage } from '../types.ts';

interface LiveBody {
  as_of: string;
  /** Whole ones: those asked for, or those that have changed. */
  recipients: Recipient[];
}

/** The server takes no more at once. */
const MOST_IDS = 100;
/** Rows that fly by are not asked for. */
const SCROLLING_MS = 150;

/** Keeps these rows up to date, in every list of this campaign's recipients, for as long as the component is on the page. */
export function useLiveRecipients(campaignId: string, ids: string[]): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  const [watched] = useDebouncedValue(JSON.stringify(ids.slice(0, MOST_IDS)), SCROLLING_MS);
  useEffect(() => {
    const asked = JSON.parse(watched) as string[];
    if (asked.length === 0) return;
    const show = ({ recipients }: LiveBody) => {
      const changed = new Map(recipients.map((recipient) => [recipient.id, recipient]));
      queryClient.setQueriesData<InfiniteData<RecipientPage>>({ queryKey: ['outreach', campaignId, 'recipients'] }, (list) => list && mergeRecipients(list, changed));
    };
    return connection.watch<LiveBody>('recipients', { campaign_id: campaignId, ids: asked }, { snapshot: show, update: show });
  }, [connection, queryClient, campaignId, watched]);
}
