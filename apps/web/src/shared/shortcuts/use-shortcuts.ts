import { useEffect, useRef } from 'react';
import { type Shortcut, addShortcuts } from './shortcut-registry.ts';

/** Keys that work for as long as the component is on the page. They may do something else with every render. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = JSON.stringify(shortcuts.map(({ keys, does }) => [keys, does]));
  useEffect(() => {
    const run = (keys: string) => latest.current.find((shortcut) => shortcut.keys === keys)?.run();
    const named = JSON.parse(names) as [keys: string, does: string][];
    return addShortcuts(named.map(([keys, does]) => ({ keys, does, run: () => run(keys) })));
  }, [names]);
}
