import { type RefObject, useEffect } from 'react';
import { isFocusFree } from '../../shared/focus.ts';

/** Somebody has done what leads to a field of the chat, with the focus where it was then. */
let wish: { from: Element | null } | null = null;

/** Somebody opens the chat, joins, or leaves: the field that this leads to may appear much later. @returns a function that takes it back */
export function wishForField(): () => void {
  const mine = { from: document.activeElement };
  wish = mine;
  return () => {
    if (wish === mine) wish = null;
  };
}

/**
 * For a field that appears: it takes the focus when somebody has asked for it, and has gone nowhere else meanwhile. What happens
 * in another window, or was remembered from another day, takes it from nobody.
 */
export function useWishedFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (wish === null) return;
    if (isFocusFree() || document.activeElement === wish.from) field.current?.focus({ preventScroll: true });
    wish = null;
  }, [field]);
}
