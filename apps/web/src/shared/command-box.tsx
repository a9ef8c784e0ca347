import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './command-box.module.css';
import { copyText } from './copy-text.ts';

interface CommandBoxProps {
  command: string;
  /** For screen readers: what the command does. */
  label: string;
  testId: string;
}

/** A command to be pasted into a terminal, with a button that copies it. */
export function CommandBox({ command, label, testId }: CommandBoxProps) {
  return (
    <div className={classes.command}>
      <pre className={classes.code} tabIndex={0} aria-label={label}>
        <code data-testid={testId}>{command}</code>
      </pre>
      <CopyButton text={command} />
    </div>
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
