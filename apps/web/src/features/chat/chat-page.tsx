import { useLayoutEffect } from 'react';
import { PageHeader } from '../../shared/page-header.tsx';
import { Chat } from './chat.tsx';
import classes from './chat-page.module.css';
import { wishForField } from './wished-focus.ts';

export function ChatPage() {
  // Before its fields appear: whoever goes to this page comes to write.
  useLayoutEffect(wishForField, []);
  return (
    <div className={classes.page}>
      <Chat shape="page" head={(actions) => <PageHeader title="Chat" action={actions} />} />
    </div>
  );
}
