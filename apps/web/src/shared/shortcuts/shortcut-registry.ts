import { ShortcutKeys } from './shortcut-keys.ts';

export interface Shortcut {
  /** A key as browsers name it, or two with a space between. */
  keys: string;
  /** For the list of shortcuts: what it does, as an order. */
  does: string;
  run: () => void;
}

/** What works now: each part of the page adds its own while it is shown. The last one added wins. */
const active: Shortcut[] = [];
const pressed = new ShortcutKeys();

export function addShortcuts(shortcuts: Shortcut[]): () => void {
  if (active.length === 0) document.addEventListener('keydown', onKeyDown);
  active.push(...shortcuts);
  return () => {
    for (const shortcut of shortcuts) active.splice(active.indexOf(shortcut), 1);
    if (active.length === 0) document.removeEventListener('keydown', onKeyDown);
  };
}

/** Each of the keys once, in their order. */
export function activeShortcuts(): Shortcut[] {
  return [...new Map(active.map((shortcut) => [shortcut.keys, shortcut])).values()].toSorted((a, b) => a.keys.localeCompare(b.keys));
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === 'Shift' || isBusy(event.target)) return;
  const find = (keys: string) => active.findLast((shortcut) => shortcut.keys === keys);
  const keys = pressed.press(event.key, event.timeStamp, (candidate) => find(candidate) !== undefined);
  if (keys === null) return;
  event.preventDefault();
  find(keys)?.run();
}

/** Somebody who types, or has a dialog open, means the letters. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.closest('input:not([type="radio"], [type="checkbox"], [type="button"]), textarea, select') !== null;
}
