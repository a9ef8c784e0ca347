import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { isLater } from '../../../shared/is-later.ts';
import { notify } from '../../../shared/toasts/notify.ts';
import { outreachQuery } from '../api/get-outreach.ts';
import { startDispatch } from '../api/start-dispatch.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Campaign, Outreach } from '../types.ts';
import classes from './dispatch-card.module.css';
import { NextMessage } from './next-message.tsx';
import { people } from './dispatch-words.ts';
import { LimitFields } from './limit-fields.tsx';
import { StartFields } from './start-fields.tsx';
import { FIRST_VALUES, type StartErrors, startErrorsOf, wishOf } from './start-values.ts';

interface StartDialogProps {
  campaign: Campaign;
  counts: Outreach['recipients'];
  onClose: () => void;
  onTemplate: () => void;
}

export default function StartDialog({ campaign, counts, onClose, onTemplate }: StartDialogProps) {
  const queryClient = useQueryClient();
  const [values, setValues] = useState({ ...FIRST_VALUES, audience: counts.queued === 0 ? ('unanswered' as const) : ('new' as const) });
  const [errors, setErrors] = useState<StartErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  // State may come too late for the second of two quick clicks.
  const underWay = useRef(false);
  const fields = useRef<HTMLFormElement>(null);

  const refuse = (found: StartErrors) => {
    setErrors(found);
    // When the messages are there.
    setTimeout(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (underWay.current) return;
    const read = wishOf(values, Date.now());
    setProblem(null);
    if ('errors' in read) return refuse(read.errors);
    setErrors({});
    underWay.current = true;
    setStarting(true);
    try {
      const dispatch = await startDispatch(campaign.id, read.wish);
      queryClient.setQueryData(outreachQuery(campaign.id).queryKey, (shown) => {
        const isNews = shown && (shown.dispatch === null || (shown.dispatch.id !== dispatch.id && isLater(dispatch.created_at, shown.dispatch.created_at)));
        return isNews ? { ...shown, dispatch } : shown;
      });
      notify({ kind: 'done', message: dispatch.status === 'pending' && dispatch.scheduled_at !== null ? 'Scheduled.' : `Sending to ${people(dispatch.total)}.` });
      onClose();
    } catch (error) {
      const found = error instanceof ApiError ? startErrorsOf(error.errors) : undefined;
      if (found !== undefined) refuse(found);
      else setProblem(error instanceof ApiError ? failureWords(error) : `${failureWords(error)} Whether it has begun is not known: look at the page before you try again.`);
      underWay.current = false;
      setStarting(false);
    }
  };

  return (
    <Dialog title="Send review requests" size="wide" onClose={onClose}>
      <form ref={fields} noValidate className={form.form} aria-label="Send review requests" onSubmit={(event) => void submit(event)}>
        <div className={classes.start}>
          <StartFields values={values} errors={errors} counts={counts} timeZone={campaign.time_zone} onChange={setValues} />
          <div className={form.form}>
            <LimitFields values={values} errors={errors} timeZone={campaign.time_zone} onChange={setValues} />
            <div>
              <div className={form.foot}>
                <span className={form.question}>The message</span>
                <Button size="compact-sm" variant="default" onClick={onTemplate}>
                  Edit it, or send a test
                </Button>
              </div>
              <NextMessage campaignId={campaign.id} />
            </div>
          </div>
        </div>
        {problem !== null && (
          <p className={form.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={form.foot}>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" aria-disabled={isStarting}>
            {isStarting ? 'One moment…' : values.when === 'now' ? 'Send now' : 'Schedule'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
