import { Button } from '@mantine/core';
import classes from './chat-panel.module.css';

/** Its code could not be loaded: the server is away. */
export function ChatPanelMissing({ onClose }: { onClose: () => void }) {
  return (
    <div className={classes.head} role="alert">
      <div className={classes.line}>
        <h2 className={classes.title}>Chat</h2>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Close
        </Button>
      </div>
      <p>The chat could not be loaded: the server does not answer. Load the page anew when it does.</p>
      <Button variant="default" onClick={() => window.location.reload()}>
        Load the page anew
      </Button>
    </div>
  );
}
