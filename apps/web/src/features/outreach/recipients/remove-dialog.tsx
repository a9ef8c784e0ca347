import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { notify } from '../../../shared/toasts/notify.ts';
import { removeRecipient } from '../api/save-recipient.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Recipient } from '../types.ts';
import { nameOf } from './recipient-words.ts';

interface RemoveDialogProps {
  campaignId: string;
  recipient: Recipient;
  onClose: () => void;
}

export default function RemoveDialog({ campaignId, recipient, onClose }: RemoveDialogProps) {
  const queryClient = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const underWay = useRef(false);
  const name = nameOf(recipient);

  const remove = async () => {
    if (underWay.current) return;
    underWay.current = true;
    setRemoving(true);
    try {
      await removeRecipient(recipient.id);
    } catch (error) {
      // Somebody else was quicker, with the same intention.
      if (!(error instanceof ApiError && error.status === 404)) {
        setProblem(failureWords(error));
        underWay.current = false;
        setRemoving(false);
        return;
      }
    }
    notify({ kind: 'done', message: `Removed ${name}.` });
    void queryClient.invalidateQueries({ queryKey: ['outreach', campaignId, 'recipients'] });
    onClose();
  };

  return (
    <Dialog title={`Remove ${name}?`} onClose={onClose}>
      <div className={form.form}>
        <p className={form.text}>
          The recipient goes, with the history of attempts{recipient.rating !== null && ` and the answer (${recipient.rating} of 5)`}. This cannot be undone; what was sent
          already cannot be called back.
        </p>
        {recipient.unsubscribed && <p className={form.muted}>That they want no requests stays known, should they be imported again.</p>}
        {problem !== null && (
          <p className={form.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={form.foot}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button color="red" aria-disabled={isRemoving} onClick={() => void remove()}>
            {isRemoving ? 'Removing…' : 'Remove'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
