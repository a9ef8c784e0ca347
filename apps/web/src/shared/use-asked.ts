import { useDebouncedValue, useFocusWithin, useHover, useMergedRef, useWindowEvent } from '@mantine/hooks';
import { type RefObject, useState } from 'react';

/** A mouse on its way elsewhere asks nothing. */
const REST_MS = 200;

interface Asked {
  /** For the element. */
  ref: ReturnType<typeof useMergedRef<HTMLElement>>;
  isAsked: boolean;
}

/** Whether a mouse rests on an element, or the keyboard has come to it; until Escape says that it is enough. */
export function useAsked(element: RefObject<HTMLElement | null>): Asked {
  const { ref: hoverRef, hovered } = useHover();
  const { ref: focusRef, focused } = useFocusWithin();
  const [rests] = useDebouncedValue(hovered, REST_MS);
  const [isDismissed, setDismissed] = useState(false);
  const isPointedAt = (hovered && rests) || focused;
  if (isDismissed && !isPointedAt) setDismissed(false);
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape' && isPointedAt) setDismissed(true);
  });
  return { ref: useMergedRef(element, hoverRef, focusRef), isAsked: isPointedAt && !isDismissed };
}
