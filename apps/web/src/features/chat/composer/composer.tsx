import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { useLiveState } from '../../../shared/live/live-context.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { keepDraft, keptDraft } from '../room/draft.ts';
import { useWishedFocus } from '../wished-focus.ts';
import { CampaignSuggestions } from './campaign-suggestions.tsx';
import classes from './composer.module.css';
import { onEditAgain } from './edit-again.ts';
import { useSuggestions } from './use-suggestions.ts';

const MAX_LENGTH = 4_000;
/** From here on it is told how much is left. */
const TELL_LENGTH = 3_600;

interface ComposerProps {
  room: ChatRoom;
  /** False until the server knows who writes. */
  isReady: boolean;
}

export function Composer({ room, isReady }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(keptDraft);
  const id = useId();
  const { phase } = useLiveState();
  const isTouched = useMediaQuery('(pointer: coarse)') ?? false;
  const length = lengthOf(text);
  const tooMany = length - MAX_LENGTH;
  const change = (next: string) => {
    setText(next);
    keepDraft(next);
    room.typing(next.trim() !== '');
  };
  const suggestions = useSuggestions(field, text, change);
  const canSend = isReady && text.trim() !== '' && tooMany <= 0;

  useWishedFocus(field);
  useEffect(
    () =>
      onEditAgain((taken) => {
        setText(taken);
        keepDraft(taken);
        field.current?.focus();
      }),
    [],
  );

  const send = () => {
    if (!canSend) return;
    room.send(text);
    setText('');
    keepDraft('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends the choice of a character in input methods.
    if (event.nativeEvent.isComposing || suggestions.onKeyDown(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || isTouched) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        send();
      }}
    >
      <CampaignSuggestions suggestions={suggestions} />
      <label htmlFor={id} className="visually-hidden">
        Message
      </label>
      <textarea
        ref={field}
        id={id}
        className={classes.field}
        rows={1}
        dir="auto"
        placeholder={isReady ? 'Write a message' : 'Joining…'}
        value={text}
        onChange={({ currentTarget }) => {
          change(currentTarget.value);
          suggestions.look();
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          room.typing(false);
          suggestions.leave();
        }}
        aria-invalid={tooMany > 0}
        aria-describedby={`${id}-note`}
        {...suggestions.fieldProps}
      />
      <Button type="submit" className={classes.send} disabled={!canSend}>
        Send
      </Button>
      <p id={`${id}-note`} className={classes.note} data-bad={tooMany > 0}>
        {tooMany > 0
          ? `${formatCount(tooMany)} characters too many: a message has at most ${formatCount(MAX_LENGTH)}.`
          : length >= TELL_LENGTH
            ? `${formatCount(-tooMany)} characters left`
            : phase === 'lost'
              ? 'No connection: what you send is kept, and goes out when it is back.'
              : isTouched
                ? ''
                : 'Enter sends, # names a campaign.'}
      </p>
    </form>
  );
}

/** Characters as the server counts them: an emoji of one code point is one. */
function lengthOf(text: string): number {
  return Array.from(text.trimEnd()).length;
}
