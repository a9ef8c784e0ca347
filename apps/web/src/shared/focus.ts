import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Whether whatever had the focus has gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Whether nobody works with what has the focus: it has gone, or a part of the page has it as a whole. */
export function isFocusFree(): boolean {
  return isFocusLost() || (document.activeElement instanceof HTMLElement && document.activeElement.tabIndex < 0);
}

/** To the part of the page that is not navigation: the next Tab leads on from its beginning. */
export function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true });
}

/** For what is opened and closed, and is rendered only while it is open: the focus goes back to where it was before. */
export function useFocusGivenBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => giveBack(opener), [opener]);
}

function giveBack(opener: Element | null): void {
  // When it has gone. Whoever has taken the focus meanwhile keeps it.
  setTimeout(() => {
    if (!isFocusLost()) return;
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
    if (isFocusLost()) focusContent();
  });
}

/**
 * For a part of the page whose rows or buttons come and go: when the one with the focus goes, or cannot be pressed any more,
 * the row that has taken its place gets the focus, or the part itself, which needs `tabIndex={-1}`. The keyboard would begin at
 * the top of the page again.
 */
export function useKeptFocus<Part extends HTMLElement>() {
  const part = useRef<Part>(null);
  const focused = useRef<{ element: Element; row: number } | null>(null);

  useLayoutEffect(() => {
    const last = focused.current;
    if (last === null || !(isFocusLost() || document.activeElement === last.element)) return;
    if (canHaveFocus(last.element)) return;
    focused.current = null;
    const rows = rowsOf(part.current);
    const row = last.row === -1 ? undefined : (rows[last.row] ?? rows.at(-1));
    const next = row?.querySelector<HTMLElement>('a, button') ?? part.current;
    next?.focus({ preventScroll: true });
  });

  useEffect(
    () => () => {
      if (focused.current !== null) setTimeout(() => isFocusLost() && focusContent());
    },
    [],
  );

  return {
    ref: part,
    onFocus: ({ target }: { target: Element }) => {
      focused.current = { element: target, row: rowsOf(part.current).findIndex((row) => row.contains(target)) };
    },
    // Somebody leads the focus elsewhere, or to nothing by a click beside. When its element goes, this is not told.
    onBlur: ({ target, relatedTarget }: { target: Element; relatedTarget: Element | null }) => {
      if (relatedTarget !== null && !part.current?.contains(relatedTarget)) focused.current = null;
      setTimeout(() => {
        if (isFocusLost() && canHaveFocus(target)) focused.current = null;
      });
    },
  };
}

function canHaveFocus(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled');
}

function rowsOf(part: Element | null): HTMLTableRowElement[] {
  return [...(part?.querySelectorAll<HTMLTableRowElement>('tbody tr') ?? [])];
}
