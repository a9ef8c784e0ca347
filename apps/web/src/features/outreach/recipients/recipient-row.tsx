import { memo } from 'react';
import { formatClock } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { IconButton } from '../../../shared/icon-button.tsx';
import type { OpenDialog } from '../outreach-dialogs.tsx';
import type { Recipient } from '../types.ts';
import { nameOf } from './recipient-words.ts';
import classes from './recipient-table.module.css';
import { RecipientStatus } from './recipient-status.tsx';

interface RecipientRowProps {
  recipient: Recipient;
  /** In the whole table, the head being 1. */
  place: number;
  open: (dialog: OpenDialog) => void;
}

export const RecipientRow = memo(function RecipientRow({ recipient, place, open }: RecipientRowProps) {
  const { id, name, email, phone, attempts, last_error, next_attempt_at, sent_at, rating } = recipient;
  const who = nameOf(recipient);
  return (
    <tr aria-rowindex={place} data-recipient-id={id}>
      <th scope="row" className={classes.name} title={name}>
        <span className={classes.line}>{name || <span className={classes.none}>no name</span>}</span>
        <span className={classes.contact}>{email ?? phone}</span>
      </th>
      <td className={classes.address} title={[email, phone].filter((each) => each !== null).join(', ')}>
        {email !== null && <span className={classes.line}>{email}</span>}
        {phone !== null && <span className={classes.line}>{phone}</span>}
      </td>
      <td className={classes.status}>
        <RecipientStatus recipient={recipient} />
        {last_error !== null && <span className={classes.under}>{last_error}</span>}
      </td>
      <td className={classes.attempts}>{attempts === 0 ? <span className={classes.none}>–</span> : attempts}</td>
      <td className={classes.error} title={last_error ?? undefined}>
        {last_error !== null && <span className={classes.clamp}>{last_error}</span>}
        {next_attempt_at !== null && recipient.status === 'queued' && <span className={classes.again}>again at {formatClock(next_attempt_at)}</span>}
      </td>
      <td className={classes.sent}>{sent_at === null ? <span className={classes.none}>–</span> : formatDayAndMinute(sent_at)}</td>
      <td className={classes.rating}>{rating === null ? <span className={classes.none}>–</span> : `${rating} ★`}</td>
      <td className={classes.actions}>
        <IconButton icon="history" label={`Attempts to reach ${who}`} onClick={() => open({ kind: 'attempts', recipient })} />
        <IconButton icon="edit" label={`Edit ${who}`} onClick={() => open({ kind: 'edit', recipient })} />
        <IconButton icon="delete" label={`Remove ${who}`} onClick={() => open({ kind: 'remove', recipient })} />
      </td>
    </tr>
  );
});
