import { PageHeader } from '../../shared/page-header.tsx';
import { Chat } from './chat.tsx';
import classes from './chat-page.module.css';

export function ChatPage() {
  return (
    <div className={classes.page}>
      <Chat shape="page" head={(actions) => <PageHeader title="Chat" action={actions} />} />
    </div>
  );
}
