import { useEffect, useSyncExternalStore } from 'react';

let page = '';
let unread = 0;
const listeners = new Set<() => void>();

/** What a browser writes on a tab; so many messages are unread. */
function write(): void {
  const prefix = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : '';
  document.title = `${prefix}${page === '' ? '' : `${page} · `}Flightdeck`;
}

/** Names the page that is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    page = title;
    write();
  }, [title]);
}

/** How many messages are unread stands before the name of every page. */
export function setUnread(count: number): void {
  if (count === unread) return;
  unread = count;
  write();
  for (const listener of listeners) listener();
}

export function useUnread(): number {
  return useSyncExternalStore(subscribe, () => unread);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
