import { Suspense, lazy } from 'react';
import type { Campaign, Outreach, Recipient } from './types.ts';

const StartDialog = lazy(() => import('./dispatch/start-dialog.tsx'));
const CancelDialog = lazy(() => import('./dispatch/cancel-dialog.tsx'));
const ImportDialog = lazy(() => import('./imports/import-dialog.tsx'));
const TemplateDialog = lazy(() => import('./template/template-dialog.tsx'));
const RecipientDialog = lazy(() => import('./recipients/recipient-dialog.tsx'));
const RemoveDialog = lazy(() => import('./recipients/remove-dialog.tsx'));
const AttemptsDialog = lazy(() => import('./recipients/attempts-dialog.tsx'));

export type OpenDialog =
  | { kind: 'start' }
  | { kind: 'cancel' }
  | { kind: 'import' }
  | { kind: 'template' }
  | { kind: 'add' }
  | { kind: 'edit'; recipient: Recipient }
  | { kind: 'remove'; recipient: Recipient }
  | { kind: 'attempts'; recipient: Recipient };

interface OutreachDialogsProps {
  open: OpenDialog | null;
  campaign: Campaign;
  outreach: Outreach;
  onClose: () => void;
  onOpen: (dialog: OpenDialog) => void;
}

/** Each loaded when it is opened for the first time. */
export function OutreachDialogs({ open, campaign, outreach, onClose, onOpen }: OutreachDialogsProps) {
  return (
    <Suspense>
      {open?.kind === 'start' && <StartDialog campaign={campaign} counts={outreach.recipients} onClose={onClose} onTemplate={() => onOpen({ kind: 'template' })} />}
      {open?.kind === 'cancel' && outreach.dispatch !== null && <CancelDialog campaignId={campaign.id} dispatch={outreach.dispatch} onClose={onClose} />}
      {open?.kind === 'import' && <ImportDialog campaignId={campaign.id} onClose={onClose} />}
      {open?.kind === 'template' && <TemplateDialog campaign={campaign} onClose={onClose} />}
      {open?.kind === 'add' && <RecipientDialog campaignId={campaign.id} onClose={onClose} />}
      {open?.kind === 'edit' && <RecipientDialog campaignId={campaign.id} recipient={open.recipient} onClose={onClose} />}
      {open?.kind === 'remove' && <RemoveDialog campaignId={campaign.id} recipient={open.recipient} onClose={onClose} />}
      {open?.kind === 'attempts' && <AttemptsDialog recipient={open.recipient} onClose={onClose} />}
    </Suspense>
  );
}
