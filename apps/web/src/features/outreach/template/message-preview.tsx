import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recipientsQuery } from '../api/get-recipients.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import { nameOf } from '../recipients/recipient-words.ts';
import classes from './template-form.module.css';

interface MessagePreviewProps {
  campaignId: string;
  preview: { data: { subject: string; text: string; html: string; recipient: { name: string; email: string | null; phone: string | null } } | undefined; error: Error | null; isPlaceholderData: boolean };
  /** Null: one that the server chooses, or makes up. */
  recipientId: string | null;
  onRecipient: (id: string | null) => void;
}

/** More do not fit a list that anybody reads. */
const OFFERED = 50;

/** The message as one recipient would get it, while it is written. */
export function MessagePreview({ campaignId, preview: { data, error, isPlaceholderData }, recipientId, onRecipient }: MessagePreviewProps) {
  const [look, setLook] = useState('html');
  const { data: list } = useInfiniteQuery(recipientsQuery(campaignId, {}));
  const recipients = list?.pages[0]?.items.slice(0, OFFERED) ?? [];
  return (
    <div className={classes.preview}>
      <div className={classes.previewHead}>
        <NativeSelect
          label="As it reaches"
          value={recipientId ?? ''}
          data={[{ value: '', label: data === undefined ? '…' : recipientId === null ? nameOf(data.recipient) : 'an example' }, ...recipients.map((recipient) => ({ value: recipient.id, label: nameOf(recipient) }))]}
          onChange={({ currentTarget }) => onRecipient(currentTarget.value === '' ? null : currentTarget.value)}
        />
        <SegmentedControl
          aria-label="Show it as"
          classNames={{ root: form.segments, label: form.segmentLabel }}
          transitionDuration={0}
          withItemsBorders={false}
          value={look}
          onChange={setLook}
          data={[
            { value: 'html', label: 'Mail' },
            { value: 'text', label: 'Plain text' },
          ]}
        />
      </div>
      {error !== null && <p className={form.muted}>{`Not shown while there is a mistake. ${failureWords(error)}`}</p>}
      {data !== undefined && error === null && (
        <div className={classes.message} aria-busy={isPlaceholderData}>
          <p className={classes.subject}>{data.subject}</p>
          {look === 'html' ? (
            // Nothing in it runs, is sent, or leads anywhere.
            <iframe className={classes.frame} title="The message as a mail" sandbox="" srcDoc={data.html} />
          ) : (
            <pre className={classes.plain} tabIndex={0} aria-label="The message as plain text">
              {data.text}
            </pre>
          )}
        </div>
      )}
    </div>
  );
}
