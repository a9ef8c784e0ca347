import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { MessagePanel } from '../shared/message-panel.tsx';
import { PageHeader } from '../shared/page-header.tsx';

/** One broken page must not take the navigation down with it. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <>
      <PageHeader title="This page broke" />
      <MessagePanel
        role="alert"
        title="Something on this page went wrong"
        action={
          <Button variant="default" onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>Counting goes on; only the display is affected. If trying again does not help, reload the page.</p>
        <p>What the browser said: {error instanceof Error ? error.message : String(error)}</p>
      </MessagePanel>
    </>
  );
}
