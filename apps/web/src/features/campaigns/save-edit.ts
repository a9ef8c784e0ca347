import { ApiError } from '../../api/client.ts';
import { getCampaign } from './api/get-campaign.ts';
import { updateCampaign } from './api/save-campaign.ts';
import { type Conflict, type Settings, changesBetween, mergeEdits } from './edit-conflict.ts';
import type { Campaign } from './types.ts';

type Outcome =
  | { status: 'saved'; campaign: Campaign }
  | { status: 'unchanged' }
  /** Nothing was saved: somebody else was quicker. `settings` is what to go on with. */
  | { status: 'conflict'; theirs: Campaign; conflicts: Conflict[]; settings: Settings };

/**
 * Saves what was edited, unless others have changed the campaign since `base`. Changes of theirs that are the same as
 * the ones made here are no conflict.
 */
export async function saveEdit(base: Campaign, settings: Settings): Promise<Outcome> {
  const changes = changesBetween(base, settings);
  if (Object.keys(changes).length === 0) return { status: 'unchanged' };
  try {
    return { status: 'saved', campaign: await updateCampaign(base.id, changes, base.version) };
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'CAMPAIGN_CHANGED')) throw error;
  }
  const theirs = await getCampaign(base.id);
  const merged = mergeEdits(base, settings, theirs);
  if (merged.conflicts.length > 0) return { status: 'conflict', theirs, ...merged };
  const again = await saveEdit(theirs, merged.settings);
  return again.status === 'unchanged' ? { status: 'saved', campaign: theirs } : again;
}
