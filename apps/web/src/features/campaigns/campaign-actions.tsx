import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useShortcuts } from '../../shared/shortcuts/use-shortcuts.ts';
import classes from './campaign-actions.module.css';
import { CampaignDialogs, type OpenDialog } from './campaign-dialogs.tsx';
import { changeStatus } from './change-status.ts';
import type { Campaign } from './types.ts';

interface CampaignActionsProps {
  campaign: Campaign;
  /** Called with what the page should show now, also before the server has confirmed it. */
  onChanged: (campaign: Campaign) => void;
  onDeleted: () => void;
}

/** What can be done with a campaign, for the head of its page. */
export function CampaignActions({ campaign, onChanged, onDeleted }: CampaignActionsProps) {
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const toggle = () => void changeStatus(queryClient, campaign, onChanged);
  const edit = () => setDialog({ kind: 'edit', campaign });
  const verb = campaign.status === 'active' ? 'Pause' : 'Resume';
  useShortcuts([
    { keys: 'e', does: 'Edit the campaign', run: edit },
    { keys: 'p', does: 'Pause or resume the campaign', run: toggle },
  ]);
  return (
    <div className={classes.actions}>
      <Button variant="default" aria-keyshortcuts="p" onClick={toggle}>
        {verb}
      </Button>
      <Button variant="default" aria-keyshortcuts="e" onClick={edit}>
        Edit
      </Button>
      <Button variant="default" onClick={() => setDialog({ kind: 'delete', campaign })}>
        Delete
      </Button>
      <CampaignDialogs open={dialog} onClose={() => setDialog(null)} onSaved={onChanged} onDeleted={onDeleted} />
    </div>
  );
}
