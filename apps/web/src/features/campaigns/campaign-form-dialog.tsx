import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { notify } from '../../shared/toasts/notify.ts';
import { createCampaign } from './api/save-campaign.ts';
import { CampaignFields } from './campaign-fields.tsx';
import classes from './campaign-form-dialog.module.css';
import { ConflictNotice } from './conflict-notice.tsx';
import type { Conflict } from './edit-conflict.ts';
import { failureWords } from './failure-words.ts';
import { type FormValues, checkValues, firstWrong, newValues, toMessages, toSettings, toValues } from './form-values.ts';
import { readListsAgain, showInLists } from './list-cache.ts';
import { saveEdit } from './save-edit.ts';
import type { Campaign } from './types.ts';

interface CampaignFormDialogProps {
  /** To be edited. Without one, a new campaign is created. */
  campaign?: Campaign;
  /** The id that ad clients report already; without one it can be chosen. */
  registerId?: string;
  onClose: () => void;
  onSaved?: (campaign: Campaign) => void;
}

export default function CampaignFormDialog({ campaign, registerId, onClose, onSaved }: CampaignFormDialogProps) {
  const queryClient = useQueryClient();
  const form = useForm<FormValues>({
    initialValues: campaign === undefined ? newValues(registerId ?? '') : toValues(campaign),
  });
  /** What the edit is an edit of: after a conflict, what the others have made of it. */
  const [base, setBase] = useState(campaign);
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [askingToDiscard, setAskingToDiscard] = useState(false);
  // State may come too late for the second of two quick clicks.
  const underWay = useRef(false);
  // The browser's back button and a closed tab throw away what was typed as well.
  useBlocker({
    shouldBlockFn: () => {
      if (form.isDirty()) setAskingToDiscard(true);
      return form.isDirty();
    },
    enableBeforeUnload: () => form.isDirty(),
  });
  const keepEditing = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (askingToDiscard) keepEditing.current?.focus();
  }, [askingToDiscard]);

  const showMessages = (messages: Partial<Record<keyof FormValues, string>>) => {
    form.setErrors(messages);
    const field = firstWrong(messages);
    if (field !== undefined) form.getInputNode(field)?.focus();
  };

  const finish = (saved: Campaign, message: string) => {
    void showInLists(queryClient, saved).then(() => readListsAgain(queryClient));
    notify({ kind: 'done', message, ...(base === undefined && { campaignId: saved.id }) });
    onSaved?.(saved);
    onClose();
  };

  const save = async (values: FormValues) => {
    const settings = toSettings(values);
    if (base === undefined) {
      const id = registerId ?? values.id.trim();
      const created = await createCampaign(id === '' ? undefined : id, settings);
      finish(created, `${registerId === undefined ? 'Created' : 'Registered'} “${created.name}”.`);
      return;
    }
    const outcome = await saveEdit(base, settings);
    if (outcome.status === 'saved') return finish(outcome.campaign, `Saved “${outcome.campaign.name}”.`);
    if (outcome.status === 'unchanged') return onClose();
    setBase(outcome.theirs);
    setConflicts(outcome.conflicts);
    form.setValues(toValues({ id: base.id, ...outcome.settings }));
  };

  const explain = (error: unknown) => {
    const messages = error instanceof ApiError ? toMessages(error.errors) : undefined;
    if (messages !== undefined) return showMessages(messages);
    // An answer that was lost on its way may have been a yes.
    const isUnknown = base === undefined && !(error instanceof ApiError);
    const rest = isUnknown ? 'Whether the campaign was created is not known: look at the list before you try again.' : 'What you typed is still here.';
    setProblem(`${failureWords(error)} ${rest}`);
  };

  const submit = async () => {
    if (underWay.current) return;
    const messages = checkValues(form.values);
    if (firstWrong(messages) !== undefined) return showMessages(messages);
    underWay.current = true;
    setSaving(true);
    setProblem(null);
    try {
      await save(form.values);
    } catch (error) {
      explain(error);
    } finally {
      underWay.current = false;
      setSaving(false);
    }
  };

  const requestClose = () => {
    if (saving) return;
    if (form.isDirty() && !askingToDiscard) setAskingToDiscard(true);
    else if (askingToDiscard) setAskingToDiscard(false);
    else onClose();
  };

  return (
    <Dialog title={titleOf(campaign, registerId)} onClose={requestClose}>
      <form
        noValidate
        className={classes.form}
        aria-label={titleOf(campaign, registerId)}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {conflicts.length > 0 && <ConflictNotice conflicts={conflicts} form={form} />}
        <CampaignFields form={form} id={campaign?.id ?? registerId} />
        {problem !== null && (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        )}
        {/* With keys: else "Keep editing" would turn into "Save" under the click that it was meant for, and save. */}
        {askingToDiscard ? (
          <div key="discard" className={classes.foot} role="alert">
            <span className={classes.question}>Discard what you typed?</span>
            <Button ref={keepEditing} variant="default" onClick={() => setAskingToDiscard(false)}>
              Keep editing
            </Button>
            <Button color="red" onClick={onClose}>
              Discard
            </Button>
          </div>
        ) : (
          <div key="save" className={classes.foot}>
            <Button variant="default" onClick={requestClose}>
              Cancel
            </Button>
            <Button type="submit" aria-disabled={saving}>
              {saving ? 'Saving…' : submitWord(campaign, registerId)}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

function titleOf(campaign?: Campaign, registerId?: string): string {
  if (campaign !== undefined) return `Edit “${campaign.name}”`;
  return registerId === undefined ? 'New campaign' : `Register ${registerId}`;
}

function submitWord(campaign?: Campaign, registerId?: string): string {
  if (campaign !== undefined) return 'Save';
  return registerId === undefined ? 'Create' : 'Register';
}
