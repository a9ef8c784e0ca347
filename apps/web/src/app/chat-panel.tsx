import { CloseButton } from '@mantine/core';
import '@mantine/core/styles/CloseButton.css';
import { Link } from '@tanstack/react-router';
import { Chat } from '../features/chat/chat.tsx';
import classes from './chat-panel.module.css';

export default function ChatPanel({ onClose }: { onClose: () => void }) {
  return (
    <Chat
      shape="panel"
      head={(actions) => (
        <header className={classes.head}>
          <div className={classes.line}>
            <h2 className={classes.title}>Chat</h2>
            <span>
              <Link to="/chat">Open as a page</Link>
              <CloseButton aria-label="Close the chat" onClick={onClose} />
            </span>
          </div>
          {actions}
        </header>
      )}
    />
  );
}
