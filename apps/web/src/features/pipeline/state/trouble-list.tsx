import { type ReactNode, useState } from 'react';
import type { Trouble } from './troubles.ts';
import classes from './trouble-list.module.css';

/** What is wrong, each with what to do about it. */
export function TroubleList({ troubles }: { troubles: readonly Trouble[] }) {
  return (
    <div data-testid="troubles">
      {/* Apart from the list, whose ages and counts change all the time: whoever hears them would hear nothing else. */}
      <p className="visually-hidden" role="status">
        {useNews(troubles)}
      </p>
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

/** What has come since the page was opened, in the words it came with; that all of it is over is news, too. */
function useNews(troubles: readonly Trouble[]): string {
  const ids = troubles.map(({ id }) => id);
  const [told, setTold] = useState({ ids, news: '' });
  if (ids.join('\n') === told.ids.join('\n')) return told.news;
  const added = troubles.filter(({ id }) => !told.ids.includes(id));
  const news = ids.length === 0 ? 'Nothing is wrong any more.' : added.map(({ what }) => what).join(' ');
  setTold({ ids, news });
  return news;
}

function withCode(text: string): ReactNode[] {
  // A part has no other name than its place, and the text stays as it is.
  // oxlint-disable-next-line react/no-array-index-key
  return text.split('`').map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part));
}
