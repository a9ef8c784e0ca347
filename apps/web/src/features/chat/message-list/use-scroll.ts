import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ChatRoom } from '../room/chat-room.ts';
import type { Place } from '../room/reading.ts';

/** So near to the end is at the end. */
const END_PX = 40;
/** So near to the end of what is held, more is asked for. */
const ASK_PX = 600;

/** Browsers scroll on for less than this after a key or a wheel. */
const HELD_MS = 500;

type Goal = 'end' | { sequence: number; top: number };

interface Scroll {
  /** For the element that scrolls; rows of messages in it have `data-sequence`. */
  scroller: RefObject<HTMLDivElement | null>;
  /** For all that is in it. */
  content: RefObject<HTMLDivElement | null>;
  /** For that element: what moves it. */
  handlers: Record<'onScroll' | 'onWheel' | 'onTouchMove' | 'onPointerDown' | 'onKeyDown', () => void>;
  /** Whether the newest message is in sight. */
  isAtEnd: boolean;
  goToEnd: () => void;
  goTo: (sequence: number) => void;
}

/**
 * Keeps the list where somebody left it: at the end while new messages come, and on the same line while older ones are put before it,
 * texts find their height, or the window changes. Browsers that do the same by themselves are told not to.
 *
 * @param shown anything that is another one when other rows are shown
 * @param sent grows when something was sent from here
 */
export function useScroll(room: ChatRoom, shown: unknown, sent: number): Scroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  /** What is to be in sight: the end, or a message at so many pixels from the top. */
  const goal = useRef<Goal>('end');
  /** Other messages are on their way, for the goal: until they are there, where the list stands means nothing. */
  const isGoing = useRef(false);
  /** So long, by `performance.now()`, the list stays at the goal, unless somebody moves it: a scrolling that was under way may still be running out. */
  const heldUntil = useRef(0);
  const [place, setPlace] = useState<Place>('end');

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null || isGoing.current) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    const isAtEnd = below < END_PX && room.isAtNewest;
    if (performance.now() >= heldUntil.current) goal.current = isAtEnd ? 'end' : (firstInSight(element) ?? 'end');
    setPlace(isAtEnd ? 'end' : 'above');
    const { failed } = room.getState();
    if (element.scrollTop < ASK_PX && failed !== 'older') void room.loadOlder();
    if (below < ASK_PX && failed !== 'newer') void room.loadNewer();
  }, [room]);

  const settle = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    if (goal.current === 'end') element.scrollTop = element.scrollHeight;
    else {
      const row = element.querySelector<HTMLElement>(`[data-sequence="${goal.current.sequence}"]`);
      if (row !== null) element.scrollTop = row.offsetTop - goal.current.top;
    }
    look();
  }, [look]);

  useLayoutEffect(settle, [settle, shown]);
  useEffect(() => {
    const observer = new ResizeObserver(settle);
    observer.observe(scroller.current!);
    observer.observe(content.current!);
    return () => observer.disconnect();
  }, [settle]);
  useEffect(() => {
    const tell = () => room.setPlace(place, document.visibilityState === 'visible' && document.hasFocus());
    tell();
    document.addEventListener('visibilitychange', tell);
    window.addEventListener('focus', tell);
    window.addEventListener('blur', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      window.removeEventListener('focus', tell);
      window.removeEventListener('blur', tell);
    };
  }, [room, place]);
  useEffect(
    () => () => {
      room.setPlace('none', false);
      room.forgetMark();
    },
    [room],
  );

  const go = useCallback(
    (next: Goal, load: Promise<void>) => {
      goal.current = next;
      isGoing.current = true;
      heldUntil.current = Infinity;
      void load.then(() =>
        // When they are on the page.
        requestAnimationFrame(() => {
          isGoing.current = false;
          heldUntil.current = performance.now() + HELD_MS;
          settle();
        }),
      );
    },
    [settle],
  );
  const release = () => {
    heldUntil.current = 0;
  };
  // Whoever opens the list, and whoever sends, wants to see the newest.
  useEffect(() => go('end', room.showNewest()), [go, room, sent]);

  return {
    scroller,
    content,
    handlers: { onScroll: () => (performance.now() < heldUntil.current ? settle() : look()), onWheel: release, onTouchMove: release, onPointerDown: release, onKeyDown: release },
    isAtEnd: place === 'end',
    goToEnd: () => go('end', room.showNewest()),
    goTo: (sequence) => go({ sequence, top: 64 }, room.showAround(sequence)),
  };
}

/** The message at the upper edge, and how far below it begins. */
function firstInSight(element: HTMLElement): { sequence: number; top: number } | undefined {
  for (const row of element.querySelectorAll<HTMLElement>('[data-sequence]')) {
    if (row.offsetTop + row.offsetHeight > element.scrollTop) return { sequence: Number(row.dataset.sequence), top: row.offsetTop - element.scrollTop };
  }
  return undefined;
}
