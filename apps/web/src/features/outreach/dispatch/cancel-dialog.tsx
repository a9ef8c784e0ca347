import { Button } from '@mantine/core';
import { Dialog } from '../../../shared/dialog.tsx';
import { notify } from '../../../shared/toasts/notify.ts';
import { useSteering } from '../api/steer-dispatch.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Dispatch } from '../types.ts';
import { people } from './dispatch-words.ts';
import { isUnderWay } from './under-way.ts';
import { useEffect } from 'react';

interface CancelDialogProps {
  campaignId: string;
  dispatch: Dispatch;
  onClose: () => void;
}

export default function CancelDialog({ campaignId, dispatch, onClose }: CancelDialogProps) {
  const { steer, pending, error, isBusy } = useSteering(campaignId, dispatch.id);
  const isOver = !isUnderWay(dispatch.status);
  useEffect(() => {
    if (!isOver) return;
    notify({ kind: 'done', message: dispatch.status === 'cancelled' ? 'The dispatch is cancelled.' : 'The dispatch was finished already.' });
    onClose();
  }, [isOver, dispatch.status, onClose]);
  const left = dispatch.queued + dispatch.sending;
  return (
    <Dialog title="Cancel this dispatch?" onClose={onClose}>
      <div className={form.form}>
        <p className={form.text}>
          {people(left)} {left === 1 ? 'is' : 'are'} not written to any more; messages that are on their way arrive. What was sent stays sent, and its answers count.
        </p>
        <p className={form.muted}>Those who are left over are asked by the next dispatch.</p>
        {error !== null && (
          <p className={form.problem} role="alert">
            {failureWords(error)}
          </p>
        )}
        <div className={form.foot}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Let it go on
          </Button>
          <Button color="red" aria-disabled={isBusy} onClick={() => steer('cancel')}>
            {pending === 'cancel' ? 'Cancelling…' : 'Cancel the dispatch'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
