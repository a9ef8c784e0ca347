import type { KeyboardEvent, ReactNode } from 'react';
import { useFocusGivenBack } from '../shared/focus.ts';
import classes from './side-panel.module.css';

interface SidePanelProps {
  /** What screen readers call it. */
  label: string;
  /** Also for Escape, when the focus is inside: elsewhere on the page the key has other meanings. */
  onClose: () => void;
  /** Fills the panel from top to bottom, and brings its own head and its own scrolling. */
  children: ReactNode;
}

/** Stands at the right of every page; is open for as long as it is rendered. */
export function SidePanel({ label, onClose, children }: SidePanelProps) {
  useFocusGivenBack();
  return (
    // The key comes from what has the focus inside; the panel itself never has it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside className={classes.panel} aria-label={label} onKeyDown={(event) => isForPanel(event) && onClose()}>
      {children}
    </aside>
  );
}

/** Not what is typed in a dialog that was opened from here, nor the key that ends the choice of a character or a suggestion. */
function isForPanel({ key, target, currentTarget, defaultPrevented, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Escape' && !defaultPrevented && !nativeEvent.isComposing && target instanceof Node && currentTarget.contains(target);
}
