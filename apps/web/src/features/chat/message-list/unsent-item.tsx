import { MessageText } from '../text/message-text.tsx';
import type { Unsent } from '../types.ts';
import classes from './message-item.module.css';
import { editAgain } from '../composer/edit-again.ts';

interface UnsentItemProps {
  unsent: Unsent;
  isConnected: boolean;
  /** What the server said last to sending it. */
  obstacle: string | null;
  onDiscard: () => void;
}

/** Something that was written and is not known to be stored. */
export function UnsentItem({ unsent: { text, refusal }, isConnected, obstacle, onDiscard }: UnsentItemProps) {
  // The server may have it already, or in a moment: it cannot be taken back.
  const isBeingSent = isConnected && obstacle === null;
  const discard = (
    <button type="button" className={classes.action} onClick={onDiscard}>
      Discard
    </button>
  );
  return (
    <li className={classes.message} data-mine="true" data-unsent={refusal === undefined ? 'waiting' : 'refused'}>
      <div className={classes.body}>
        <MessageText text={text} />
        {refusal === undefined ? (
          <p className={classes.state} data-late={isBeingSent}>
            <span role="status">
              {!isConnected ? 'Not sent yet: it goes out when the connection is back.' : obstacle === null ? 'Sending…' : `Not sent yet, it is tried again. ${obstacle}`}
            </span>{' '}
            {!isBeingSent && discard}
          </p>
        ) : (
          <p className={classes.refusal} role="alert">
            Not sent. {refusal}{' '}
            <button
              type="button"
              className={classes.action}
              onClick={() => {
                editAgain(text);
                onDiscard();
              }}
            >
              Edit
            </button>
            {discard}
          </p>
        )}
      </div>
    </li>
  );
}
