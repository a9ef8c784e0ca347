import { Button } from '@mantine/core';
import { useState } from 'react';
import { CampaignDialogs, type OpenDialog } from './campaign-dialogs.tsx';
import type { Campaign } from './types.ts';

interface UnregisteredActionsProps {
  campaignId: string;
  onRegistered: (campaign: Campaign) => void;
  onDeleted: () => void;
}

/** What can be done with a campaign that is seen in events only, for the head of its page. */
export function UnregisteredActions({ campaignId, onRegistered, onDeleted }: UnregisteredActionsProps) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  return (
    <>
      <Button onClick={() => setDialog({ kind: 'create', campaignId })}>Register</Button>
      <Button variant="default" onClick={() => setDialog({ kind: 'delete-events', campaignId })}>
        Delete events
      </Button>
      <CampaignDialogs open={dialog} onClose={() => setDialog(null)} onSaved={onRegistered} onDeleted={onDeleted} />
    </>
  );
}
