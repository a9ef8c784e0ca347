/** A tab in the background paints nothing; its messages are taken as shown after this long. */
const HIDDEN_TAB_MS = 1_000;

/**
 * Calls back once, when what was just changed has been painted. The timer after the frame is queued behind React's
 * own work, so a page that is slow to render calls back late.
 */
export function afterPaint(callback: () => void): void {
  let called = false;
  const once = () => {
    if (called) return;
    called = true;
    clearTimeout(fallback);
    callback();
  };
  const fallback = setTimeout(once, HIDDEN_TAB_MS);
  requestAnimationFrame(() => setTimeout(once, 0));
}
