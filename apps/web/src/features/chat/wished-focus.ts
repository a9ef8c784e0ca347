import { type RefObject, useEffect } from 'react';
import { isFocusFree } from '../../shared/focus.ts';

/** Where the focus was when somebody did what leads to a field of the chat; undefined when nobody has. */
let from: Element | null | undefined;

/** Somebody opens the chat, joins, or leaves: the field that this leads to may appear much later. */
export function wishForField(): void {
  from = document.activeElement;
}

/** They have turned away before it appeared. */
export function forgetWish(): void {
  from = undefined;
}

/**
 * For a field that appears: it takes the focus when somebody has asked for it, and has gone nowhere else meanwhile. What happens
 * in another window, or was remembered from another day, takes it from nobody.
 */
export function useWishedFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (from === undefined) return;
    if (isFocusFree() || document.activeElement === from) field.current?.focus({ preventScroll: true });
    from = undefined;
  }, [field]);
}
