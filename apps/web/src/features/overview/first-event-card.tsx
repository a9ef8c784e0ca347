import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { copyText } from '../../shared/copy-text.ts';
import { curlCommand } from './curl-command.ts';
import classes from './first-event-card.module.css';

interface FirstEventCardProps {
  /** Large when it is all there is to see; else one card among others. */
  large: boolean;
}

export function FirstEventCard({ large }: FirstEventCardProps) {
  const command = curlCommand(window.location.origin);
  return (
    <section className={classes.card} data-large={large} id="first-event" aria-labelledby="first-event-title">
      <h2 className={classes.title} id="first-event-title">
        {large ? 'Send your first event' : 'Send an event'}
      </h2>
      <p className={classes.text}>
        Paste this into a terminal (bash or zsh, on Linux or macOS). It reports one impression of the campaign{' '}
        <code>camp_123</code>
        {large ? ', and this page comes alive by itself.' : '. The numbers on this page move by themselves.'}
      </p>
      <div className={classes.command}>
        <pre className={classes.code} tabIndex={0} aria-label="Command that sends an event">
          <code data-testid="curl-command">{command}</code>
        </pre>
        <CopyButton text={command} />
      </div>
      {large ? <WhatHappens /> : <p className={classes.text}>{DUPLICATE_HINT}</p>}
    </section>
  );
}

const DUPLICATE_HINT =
  'Every paste makes a new event_id, so every paste counts. An event_id that was sent before is answered with “duplicate” and never counted again.';

function WhatHappens() {
  return (
    <ol className={classes.steps}>
      <li>The answer is “accepted” once the event is stored for good.</li>
      <li>Within a second, totals, a chart of the last five minutes and a row for each campaign appear here.</li>
      <li>{DUPLICATE_HINT}</li>
    </ol>
  );
}

type CopyState = 'ready' | 'copied' | 'refused';

const COPY_WORDS: Record<CopyState, string> = {
  ready: 'Copy',
  copied: 'Copied',
  refused: 'Select and copy by hand',
};

function CopyButton({ text }: { text: string }) {
  const [state, setState] = useState<CopyState>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 2_500);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <Button
      className={classes.copy}
      size="compact-sm"
      variant="default"
      onClick={() => void copyText(text).then((copied) => setState(copied ? 'copied' : 'refused'))}
    >
      {/* A live region that is always there: screen readers announce changes only in those. */}
      <span aria-live="polite">{COPY_WORDS[state]}</span>
    </Button>
  );
}
