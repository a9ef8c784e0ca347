import { notifications } from '@mantine/notifications';
import classes from './toast-list.module.css';

export interface Toast {
  message: string;
  /** `failed` stays until it is closed. */
  kind: 'done' | 'failed';
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6_000;
/** Long enough to read, to doubt, and to reach for the mouse. */
const SHOWN_WITH_ACTION_MS = 12_000;

export function showToast({ message, kind, action }: Toast): void {
  const id = crypto.getRandomValues(new Uint32Array(1)).join();
  const closesAfter = action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS;
  notifications.show({
    id,
    autoClose: kind === 'failed' ? false : closesAfter,
    // Read out at once only if something went wrong.
    role: kind === 'failed' ? 'alert' : 'status',
    color: kind === 'failed' ? 'var(--fd-bad)' : 'var(--fd-good)',
    icon: <Mark kind={kind} />,
    message: (
      <span className={classes.message}>
        <span>{message}</span>
        {action !== undefined && (
          <button
            type="button"
            className={classes.action}
            onClick={() => {
              notifications.hide(id);
              action.run();
            }}
          >
            {action.label}
          </button>
        )}
      </span>
    ),
    closeButtonProps: { 'aria-label': 'Close this message' },
  });
}

function Mark({ kind }: { kind: Toast['kind'] }) {
  return (
    <svg viewBox="0 0 16 16" className={classes.mark} aria-hidden="true">
      <path d={kind === 'done' ? 'M3 8.5l3.5 3.5L13 4.5' : 'M8 3v6M8 12v1'} />
    </svg>
  );
}
