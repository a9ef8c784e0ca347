import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { notify } from '../../../shared/toasts/notify.ts';
import { phoneRegionsQuery } from '../api/get-phone-regions.ts';
import { addRecipient, changeRecipient } from '../api/save-recipient.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Recipient } from '../types.ts';
import { type RecipientErrors, type RecipientValues, checkRecipient, recipientErrorsOf, wishOf } from './recipient-values.ts';
import { nameOf } from './recipient-words.ts';
import { RegionSelect } from './region-select.tsx';
import { rememberedRegion } from './remembered-region.ts';

interface RecipientDialogProps {
  campaignId: string;
  /** To be edited; without one, somebody is added. */
  recipient?: Recipient;
  onClose: () => void;
}

export default function RecipientDialog({ campaignId, recipient, onClose }: RecipientDialogProps) {
  const queryClient = useQueryClient();
  const [values, setValues] = useState<RecipientValues>({ name: recipient?.name ?? '', email: recipient?.email ?? '', phone: recipient?.phone ?? '' });
  const [region, setRegion] = useState(() => rememberedRegion(queryClient.getQueryData(phoneRegionsQuery.queryKey) ?? []));
  const [errors, setErrors] = useState<RecipientErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [another, setAnother] = useState(0);
  // State may come too late for the second of two quick clicks.
  const underWay = useRef(false);
  const fields = useRef<HTMLFormElement>(null);
  const title = recipient === undefined ? 'Add a recipient' : `Edit ${nameOf(recipient)}`;

  const refuse = (found: RecipientErrors) => {
    setErrors(found);
    setTimeout(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  const save = async (goesOn: boolean) => {
    if (underWay.current) return;
    setProblem(null);
    const found = checkRecipient(values);
    if (Object.keys(found).length > 0) return refuse(found);
    setErrors({});
    underWay.current = true;
    setSaving(true);
    try {
      const wish = wishOf(values, region);
      const saved = recipient === undefined ? await addRecipient(campaignId, wish) : await changeRecipient(recipient.id, wish);
      void queryClient.invalidateQueries({ queryKey: ['outreach', campaignId, 'recipients'] });
      notify({ kind: 'done', message: recipient === undefined ? `Added ${nameOf(saved)}.` : 'Saved.' });
      if (!goesOn) return onClose();
      // Who was quick has begun with the next one.
      setValues((typed) => (typed === values ? { name: '', email: '', phone: '' } : typed));
      setAnother((count) => count + 1);
      fields.current?.querySelector('input')?.focus();
    } catch (error) {
      const said = error instanceof ApiError ? recipientErrorsOf(error.errors) : undefined;
      if (said !== undefined) refuse(said);
      else setProblem(failureWords(error));
    } finally {
      underWay.current = false;
      setSaving(false);
    }
  };

  const field = (key: keyof RecipientValues) => ({
    value: values[key],
    error: errors[key],
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setValues({ ...values, [key]: currentTarget.value }),
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        ref={fields}
        noValidate
        className={form.form}
        aria-label={title}
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <TextInput label="Name" data-autofocus withAsterisk {...field('name')} />
        <TextInput label="E-mail" inputMode="email" description="An e-mail address, a phone number, or both" {...field('email')} />
        <div className={form.pair}>
          <TextInput label="Phone" inputMode="tel" {...field('phone')} />
          <RegionSelect value={region} onChange={setRegion} />
        </div>
        {problem !== null && (
          <p className={form.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={form.foot}>
          <Button variant="default" onClick={onClose}>
            {another > 0 ? 'Done' : 'Cancel'}
          </Button>
          {recipient === undefined && (
            <Button variant="default" aria-disabled={isSaving} onClick={() => void save(true)}>
              Add, and another one
            </Button>
          )}
          <Button type="submit" aria-disabled={isSaving}>
            {isSaving ? 'Saving…' : recipient === undefined ? 'Add' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
