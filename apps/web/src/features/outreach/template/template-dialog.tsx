import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { Dialog } from '../../../shared/dialog.tsx';
import { failureWords } from '../failure-words.ts';
import { templateQuery } from '../api/get-template.ts';
import form from '../form.module.css';
import type { Campaign, Template } from '../types.ts';
import { TemplateForm } from './template-form.tsx';

/** What the campaign's requests say. */
export default function TemplateDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { data: template, error, isFetching, refetch } = useQuery(templateQuery(campaign.id));
  const [isDirty, setDirty] = useState(false);
  const [isAsking, setAsking] = useState(false);
  // The browser's back button and a closed tab throw away what was typed as well.
  useBlocker({
    shouldBlockFn: () => {
      if (isDirty) setAsking(true);
      return isDirty;
    },
    enableBeforeUnload: () => isDirty,
  });
  const requestClose = () => {
    if (isDirty && !isAsking) setAsking(true);
    else if (isAsking) setAsking(false);
    else onClose();
  };
  const saved = (next: Template) => {
    queryClient.setQueryData(templateQuery(campaign.id).queryKey, next);
    onClose();
  };
  return (
    <Dialog title="The message" size="wide" onClose={requestClose}>
      {template !== undefined ? (
        <TemplateForm
          campaign={campaign}
          template={template}
          isAskingToDiscard={isAsking}
          onDirty={setDirty}
          onKeep={() => setAsking(false)}
          onDiscard={onClose}
          onClose={requestClose}
          onSaved={saved}
        />
      ) : error === null ? (
        <p className={form.muted}>Reading…</p>
      ) : (
        <div className={form.form} role="alert">
          <p className={form.problem}>{failureWords(error)}</p>
          <div className={form.foot}>
            <Button disabled={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
