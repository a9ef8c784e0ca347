import { Button } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { MessagePanel } from '../../shared/message-panel.tsx';

interface OverviewFailureProps {
  /** Null while another attempt is under way. */
  error: Error | null;
  trying: boolean;
  onTryAgain: () => void;
}

export function OverviewFailure({ error, trying, onTryAgain }: OverviewFailureProps) {
  // The reason stays readable while the next attempt runs.
  const [reason, setReason] = useState(error);
  if (error !== null && error !== reason) setReason(error);
  return (
    <MessagePanel
      role="alert"
      title="The numbers cannot be loaded"
      action={
        <Button onClick={onTryAgain} disabled={trying}>
          {trying ? 'Trying…' : 'Try again'}
        </Button>
      }
    >
      <p>
        {reason instanceof ApiError
          ? `${reason.message}. Its log has the cause.`
          : 'The server does not answer. It may be starting, stopped, or out of reach from this computer.'}
      </p>
      <p>Nothing that was acknowledged is lost. This page keeps trying by itself.</p>
    </MessagePanel>
  );
}
