import type { ReactNode } from 'react';
import type { Trouble } from './troubles.ts';
import classes from './trouble-list.module.css';

/** What is wrong, each with what to do about it. The list is always there: screen readers announce what comes into it. */
export function TroubleList({ troubles }: { troubles: readonly Trouble[] }) {
  return (
    <div role="status" data-testid="troubles">
      <ul className={classes.list} aria-label="Troubles" hidden={troubles.length === 0}>
        {troubles.map(({ id, what, advice }) => (
          <li key={id} className={classes.trouble}>
            <svg className={classes.mark} viewBox="0 0 16 16" aria-hidden="true">
              <path d="M8 2L1.5 13.5h13zM8 6.5v3.2M8 11.6v.4" />
            </svg>
            <p>
              <strong>{what}</strong> {withCode(advice)}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function withCode(text: string): ReactNode[] {
  // A part has no other name than its place, and the text stays as it is.
  // oxlint-disable-next-line react/no-array-index-key
  return text.split('`').map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part));
}
