import { Button, TextInput, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { notify } from '../../../shared/toasts/notify.ts';
import { previewQuery } from '../api/preview-template.ts';
import { type Text, saveTemplate } from '../api/save-template.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Campaign, Template } from '../types.ts';
import { MessagePreview } from './message-preview.tsx';
import { FIELDS, insertField, textErrorsOf } from './template-fields.ts';
import classes from './template-form.module.css';
import { TestSend } from './test-send.tsx';

interface TemplateFormProps {
  campaign: Campaign;
  template: Template;
  isAskingToDiscard: boolean;
  onDirty: (isDirty: boolean) => void;
  onKeep: () => void;
  onDiscard: () => void;
  onClose: () => void;
  onSaved: (template: Template) => void;
}

const TYPING_MS = 350;

export function TemplateForm({ campaign, template, isAskingToDiscard, onDirty, onKeep, onDiscard, onClose, onSaved }: TemplateFormProps) {
  const [text, setText] = useState<Text>({ subject: template.subject, body: template.body });
  const [recipientId, setRecipientId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const underWay = useRef(false);
  const subject = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const keepEditing = useRef<HTMLButtonElement>(null);
  // Where a field that is clicked goes: the text that was written in last.
  const [last, setLast] = useState<keyof Text>('body');
  const [settled] = useDebouncedValue(text, TYPING_MS);
  const preview = useQuery(previewQuery(campaign.id, settled, recipientId));
  const errors = preview.error instanceof ApiError ? (textErrorsOf(preview.error.errors) ?? {}) : {};
  const isDirty = text.subject !== template.subject || text.body !== template.body;
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  useEffect(() => {
    if (isAskingToDiscard) keepEditing.current?.focus();
  }, [isAskingToDiscard]);

  const insert = (field: string) => {
    const node = (last === 'subject' ? subject : body).current;
    const { value, caret } = insertField(text[last], field, node?.selectionStart ?? null, node?.selectionEnd ?? null);
    setText({ ...text, [last]: value });
    // When the text is there.
    setTimeout(() => {
      node?.focus();
      node?.setSelectionRange(caret, caret);
    });
  };

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (underWay.current) return;
    if (!isDirty) return onClose();
    underWay.current = true;
    setSaving(true);
    setProblem(null);
    try {
      const saved = await saveTemplate(campaign.id, text);
      notify({ kind: 'done', message: 'Saved. A dispatch that is under way keeps the text it began with.' });
      onDirty(false);
      onSaved(saved);
    } catch (error) {
      underWay.current = false;
      setSaving(false);
      setProblem(error instanceof ApiError && error.errors.length > 0 ? error.errors.map(({ field, message }) => `${field === 'subject' ? 'Subject' : 'Text'}: ${message}.`).join(' ') : failureWords(error));
    }
  };

  return (
    <form noValidate className={form.form} aria-label="The message" onSubmit={(event) => void submit(event)}>
      <div className={classes.columns}>
        <div className={form.form}>
          <TextInput
            ref={subject}
            label="Subject"
            data-autofocus
            autoComplete="off"
            value={text.subject}
            error={errors.subject}
            onFocus={() => setLast('subject')}
            onChange={({ currentTarget }) => setText({ ...text, subject: currentTarget.value })}
          />
          <Textarea
            ref={body}
            label="Text"
            rows={12}
            value={text.body}
            error={errors.body}
            onFocus={() => setLast('body')}
            onChange={({ currentTarget }) => setText({ ...text, body: currentTarget.value })}
          />
          <div>
            <p className={form.muted}>Put in where the cursor is:</p>
            <div className={classes.fields}>
              {FIELDS.map(({ field, says }) => (
                <Button key={field} size="compact-sm" variant="default" title={says} onClick={() => insert(field)}>
                  {field}
                </Button>
              ))}
            </div>
          </div>
        </div>
        <MessagePreview campaignId={campaign.id} preview={preview} recipientId={recipientId} onRecipient={setRecipientId} />
      </div>
      <TestSend campaignId={campaign.id} text={text} />
      {problem !== null && (
        <p className={form.problem} role="alert">
          {problem}
        </p>
      )}
      {isAskingToDiscard ? (
        <div key="discard" className={form.foot} role="alert">
          <span className={form.question}>Discard what you typed?</span>
          <Button ref={keepEditing} variant="default" onClick={onKeep}>
            Keep editing
          </Button>
          <Button color="red" onClick={onDiscard}>
            Discard
          </Button>
        </div>
      ) : (
        <div key="save" className={form.foot}>
          <span className={`${form.question} ${form.muted}`}>{template.is_default ? 'This is the text every campaign begins with.' : ''}</span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" aria-disabled={isSaving}>
            {isSaving ? 'Saving…' : 'Save'}
          </Button>
        </div>
      )}
    </form>
  );
}
