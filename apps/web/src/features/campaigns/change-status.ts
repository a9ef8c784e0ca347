import type { QueryClient } from '@tanstack/react-query';
import { notify } from '../../shared/toasts/notify.ts';
import { updateCampaign } from './api/save-campaign.ts';
import { failureWords } from './failure-words.ts';
import { readListsAgain, showInLists } from './list-cache.ts';
import type { Campaign } from './types.ts';

/** Campaigns whose change the server has not answered yet: a second click means nothing until then. */
const underWay = new Set<string>();

/**
 * Pauses or resumes a campaign. The page shows it at once, takes it back if the server refuses, and offers to undo it.
 *
 * @param onChanged what shows the campaign besides the lists
 */
export async function changeStatus(queryClient: QueryClient, before: Campaign, onChanged: (campaign: Campaign) => void = () => undefined): Promise<void> {
  if (underWay.has(before.id)) return;
  underWay.add(before.id);
  const show = async (campaign: Campaign) => {
    await showInLists(queryClient, campaign);
    onChanged(campaign);
  };
  const status = before.status === 'active' ? 'paused' : 'active';
  try {
    await show({ ...before, status, status_since: new Date().toISOString() });
    // Without its version: whatever others changed meanwhile, this one decision is meant.
    const saved = await updateCampaign(before.id, { status });
    await show(saved);
    notify({
      kind: 'done',
      message: `${status === 'paused' ? 'Paused' : 'Resumed'} “${saved.name}”.`,
      action: { label: 'Undo', run: () => void changeStatus(queryClient, saved, onChanged) },
    });
  } catch (error) {
    await show(before);
    notify({ kind: 'failed', message: `“${before.name}” could not be ${status === 'paused' ? 'paused' : 'resumed'}. ${failureWords(error)}` });
  } finally {
    underWay.delete(before.id);
    readListsAgain(queryClient);
  }
}
