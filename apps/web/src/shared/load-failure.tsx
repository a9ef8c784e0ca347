import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { readFailureWords } from './failure-words.ts';
import { MessagePanel } from './message-panel.tsx';

interface LoadFailureProps {
  title: string;
  /** Null while another attempt is under way. */
  error: Error | null;
  trying: boolean;
  onTryAgain: () => void;
  children?: ReactNode;
}

/** Stands where the page's data would be, when it could not be loaded. */
export function LoadFailure({ title, error, trying, onTryAgain, children }: LoadFailureProps) {
  // The reason stays readable while the next attempt runs.
  const [reason, setReason] = useState(error);
  if (error !== null && error !== reason) setReason(error);
  return (
    <MessagePanel
      role="alert"
      title={title}
      action={
        <Button onClick={onTryAgain} disabled={trying}>
          {trying ? 'Trying…' : 'Try again'}
        </Button>
      }
    >
      <p>{readFailureWords(reason)}</p>
      {children}
    </MessagePanel>
  );
}
