import '@mantine/core/styles/Radio.css';
import '@mantine/core/styles/RadioIndicator.css';
import '@mantine/core/styles/InlineInput.css';
import { Button, Radio, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { notify } from '../../shared/toasts/notify.ts';
import { deleteCampaign, deleteEvents } from './api/delete-campaign.ts';
import { figuresQuery } from './api/get-figures.ts';
import classes from './campaign-form-dialog.module.css';
import { countedWords } from './counted-words.ts';
import { failureWords } from './failure-words.ts';
import { readListsAgain } from './list-cache.ts';

interface DeleteDialogProps {
  campaignId: string;
  /** Null for a campaign that is seen in events only: there is nothing but its events to delete. */
  name: string | null;
  onClose: () => void;
  onDeleted?: () => void;
}

export default function DeleteDialog({ campaignId, name, onClose, onDeleted }: DeleteDialogProps) {
  const queryClient = useQueryClient();
  const { data: figures } = useQuery(figuresQuery(campaignId));
  const [choice, setChoice] = useState<'keep' | 'delete'>(name === null ? 'delete' : 'keep');
  const [typed, setTyped] = useState('');
  const [message, setMessage] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const underWay = useRef(false);
  const what = name === null ? `the events of ${campaignId}` : `“${name}”`;
  const counted = figures === undefined ? 'Reading what was counted…' : countedWords(figures);
  const hasEvents = figures === undefined || (figures !== null && figures.impressions + figures.clicks > 0);

  const run = async () => {
    if (underWay.current) return;
    underWay.current = true;
    setDeleting(true);
    try {
      if (name === null) await deleteEvents(campaignId);
      else await deleteCampaign(campaignId, choice);
    } catch (error) {
      // Somebody else was quicker, with the same intention.
      if (!(error instanceof ApiError && error.status === 404)) {
        setMessage(`${failureWords(error)} Nothing may have been deleted; please try again.`);
        underWay.current = false;
        setDeleting(false);
        return;
      }
    }
    notify({ kind: 'done', message: doneWords(what, name, choice, hasEvents) });
    readListsAgain(queryClient);
    onClose();
    onDeleted?.();
  };

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (choice === 'delete' && typed !== campaignId) setMessage(`Type ${campaignId} to confirm`);
    else void run();
  };

  return (
    <Dialog title={`Delete ${what}?`} onClose={onClose}>
      <form className={classes.form} noValidate onSubmit={submit}>
        <p className={classes.text}>{counted}</p>
        {name !== null && (
          <>
            <p className={classes.text}>
              Name, budget and settings are gone for good, and so are its recipients, what was sent to them, and their answers. A dispatch that is under way
              ends; if traffic is being simulated for it, the simulation stops.
            </p>
            <Radio.Group label="What happens to its events" value={choice} onChange={(value) => setChoice(value)}>
              <div className={classes.choices}>
                <Radio value="keep" label="Keep them" description={EVENTS_KEPT} />
                <Radio value="delete" label="Delete them too" description={EVENTS_GONE} />
              </div>
            </Radio.Group>
          </>
        )}
        {name === null && <p className={classes.text}>{EVENTS_GONE}</p>}
        {choice === 'delete' && (
          <TextInput
            label={`Type the id to confirm: ${campaignId}`}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              setMessage(null);
            }}
          />
        )}
        {message !== null && (
          <p className={classes.problem} role="alert">
            {message}
          </p>
        )}
        <div className={classes.foot}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" aria-disabled={deleting}>
            {deleting ? 'Deleting…' : submitWords(name, choice)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const EVENTS_KEPT =
  'The campaign becomes an unregistered one: statistics stay, new events are counted, and it can be registered again.';
const EVENTS_GONE =
  'This cannot be undone. It runs in the background; events that are sent from now on stay. The ids of the deleted ones are forgotten: an event that is sent again would count again.';

function submitWords(name: string | null, choice: 'keep' | 'delete'): string {
  if (name === null) return 'Delete events';
  return choice === 'keep' ? 'Delete campaign' : 'Delete campaign and events';
}

function doneWords(what: string, name: string | null, choice: 'keep' | 'delete', hasEvents: boolean): string {
  if (name === null) return `Deleting ${what}…`;
  if (choice === 'delete') return `Deleted ${what}. Its events follow in the background.`;
  return `Deleted ${what}.${hasEvents ? ' Its events are kept: it is listed under Unregistered.' : ''}`;
}
