import { useState } from 'react';
import { Dialog } from '../shared/dialog.tsx';
import { activeShortcuts } from '../shared/shortcuts/shortcut-registry.ts';
import classes from './shortcuts-dialog.module.css';

/** Lists what works on the page it was opened on. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [shortcuts] = useState(activeShortcuts);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className={classes.list}>
        {shortcuts.map(({ keys, does }) => (
          <div key={keys} className={classes.entry}>
            <dt>{does}</dt>
            <dd className={classes.keys}>
              {keys.split(' ').map((key, place) => (
                // Two keys of one shortcut may be the same.
                // oxlint-disable-next-line react/no-array-index-key
                <kbd key={place}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
        <div className={classes.entry}>
          <dt>Close what is open</dt>
          <dd className={classes.keys}>
            <kbd>Esc</kbd>
          </dd>
        </div>
      </dl>
      <p className={classes.note}>They rest while you type in a field.</p>
    </Dialog>
  );
}
