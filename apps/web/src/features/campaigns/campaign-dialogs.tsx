import { Suspense, lazy } from 'react';
import type { Campaign } from './types.ts';

const CampaignFormDialog = lazy(() => import('./campaign-form-dialog.tsx'));
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'));

export type OpenDialog =
  /** With an id: to register a campaign that is seen in events. */
  | { kind: 'create'; campaignId?: string }
  | { kind: 'edit'; campaign: Campaign }
  | { kind: 'delete'; campaign: Campaign }
  | { kind: 'delete-events'; campaignId: string };

interface CampaignDialogsProps {
  open: OpenDialog | null;
  onClose: () => void;
  onSaved?: (campaign: Campaign) => void;
  onDeleted?: () => void;
}

/** The dialogs of campaigns, each loaded when it is opened for the first time. */
export function CampaignDialogs({ open, onClose, onSaved, onDeleted }: CampaignDialogsProps) {
  return (
    <Suspense>
      {open?.kind === 'create' && <CampaignFormDialog registerId={open.campaignId} onClose={onClose} onSaved={onSaved} />}
      {open?.kind === 'edit' && <CampaignFormDialog campaign={open.campaign} onClose={onClose} onSaved={onSaved} />}
      {open?.kind === 'delete' && <DeleteDialog campaignId={open.campaign.id} name={open.campaign.name} onClose={onClose} onDeleted={onDeleted} />}
      {open?.kind === 'delete-events' && <DeleteDialog campaignId={open.campaignId} name={null} onClose={onClose} onDeleted={onDeleted} />}
    </Suspense>
  );
}
