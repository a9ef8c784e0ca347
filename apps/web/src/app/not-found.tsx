import { Link } from '@tanstack/react-router';
import { MessagePanel } from '../shared/message-panel.tsx';
import { PageHeader } from '../shared/page-header.tsx';

export function NotFound() {
  return (
    <>
      <PageHeader title="Page not found" />
      <MessagePanel title="There is nothing at this address" action={<Link to="/">Go to the overview</Link>}>
        The link may be old, or a letter got lost on the way.
      </MessagePanel>
    </>
  );
}
