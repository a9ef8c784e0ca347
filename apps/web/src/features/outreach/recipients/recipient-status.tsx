import type { Recipient } from '../types.ts';
import classes from './recipient-status.module.css';
import { RECIPIENT_WORDS } from './recipient-words.ts';

const PATHS: Record<Recipient['status'], string> = {
  queued: 'M6 3v3.2l2.2 1.4M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10',
  sending: 'M1.5 6h8M6.5 2.5L10 6l-3.5 3.5',
  sent: 'M1.5 6.5l3 3 6-7',
  failed: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
};

/** A sign and a word: never told by colour alone. */
export function RecipientStatus({ recipient: { status, unsubscribed } }: { recipient: Pick<Recipient, 'status' | 'unsubscribed'> }) {
  return (
    <span className={classes.status} data-status={status}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={PATHS[status]} />
      </svg>
      {RECIPIENT_WORDS[status]}
      {unsubscribed && <span className={classes.unsubscribed}>unsubscribed</span>}
    </span>
  );
}
