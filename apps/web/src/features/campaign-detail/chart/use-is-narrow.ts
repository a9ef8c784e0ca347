import { type RefObject, useLayoutEffect, useState } from 'react';

/** Whether an element is at most so wide, in px: what a canvas has instead of container queries. */
export function useIsNarrow(element: RefObject<HTMLElement | null>, most: number): boolean {
  const [isNarrow, setIsNarrow] = useState(false);
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    const measure = () => setIsNarrow(box.clientWidth <= most);
    measure();
    const resizing = new ResizeObserver(measure);
    resizing.observe(box);
    return () => resizing.disconnect();
  }, [element, most]);
  return isNarrow;
}
