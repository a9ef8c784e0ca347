import { MessageText } from '../text/message-text.tsx';
import type { Unsent } from '../types.ts';
import classes from './message-item.module.css';
import { editAgain } from '../composer/edit-again.ts';

interface UnsentItemProps {
  unsent: Unsent;
  isConnected: boolean;
  onDiscard: () => void;
}

/** Something that was written and is not known to be stored. */
export function UnsentItem({ unsent: { text, refusal }, isConnected, onDiscard }: UnsentItemProps) {
  return (
    <li className={classes.message} data-mine="true" data-unsent={refusal === undefined ? 'waiting' : 'refused'}>
      <div className={classes.body}>
        <MessageText text={text} />
        {refusal === undefined ? (
          <p className={classes.state} data-late={isConnected} role="status">
            {isConnected ? 'Sending…' : 'Not sent yet: it goes out when the connection is back.'}
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
            <button type="button" className={classes.action} onClick={onDiscard}>
              Discard
            </button>
          </p>
        )}
      </div>
    </li>
  );
}
