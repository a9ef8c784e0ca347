import { notifications } from '@mantine/notifications';
import { Link, useRouterState } from '@tanstack/react-router';
import classes from './toast-list.module.css';

export interface Toast {
  message: string;
  /** `warned`: something that people should know of happened by itself. `failed` stays until it is closed. */
  kind: 'done' | 'warned' | 'failed';
  /** Leads to this campaign, on all pages but its own. */
  campaignId?: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6_000;
/** Long enough to read, to doubt, and to reach for the mouse. */
const SHOWN_WITH_ACTION_MS = 12_000;

const COLORS = { done: 'var(--fd-good)', warned: 'var(--fd-warning-ink)', failed: 'var(--fd-bad)' } as const;

export function showToast({ message, kind, campaignId, action }: Toast): void {
  const id = crypto.getRandomValues(new Uint32Array(1)).join();
  const asks = action !== undefined || campaignId !== undefined || kind === 'warned';
  const closesAfter = asks ? SHOWN_WITH_ACTION_MS : SHOWN_MS;
  notifications.show({
    id,
    autoClose: kind === 'failed' ? false : closesAfter,
    // Read out at once only if something went wrong.
    role: kind === 'failed' ? 'alert' : 'status',
    color: COLORS[kind],
    icon: <Mark kind={kind} />,
    message: (
      <span className={classes.message}>
        <span>{message}</span>
        {campaignId !== undefined && <OpenCampaign campaignId={campaignId} onOpen={() => notifications.hide(id)} />}
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

function OpenCampaign({ campaignId, onOpen }: { campaignId: string; onOpen: () => void }) {
  const isThere = useRouterState({ select: ({ matches }) => matches.some(({ params }) => 'campaignId' in params && params.campaignId === campaignId) });
  if (isThere) return null;
  return (
    <Link to="/campaigns/$campaignId" params={{ campaignId }} className={classes.action} onClick={onOpen}>
      Open
    </Link>
  );
}

function Mark({ kind }: { kind: Toast['kind'] }) {
  return (
    <svg viewBox="0 0 16 16" className={classes.mark} aria-hidden="true">
      <path d={kind === 'done' ? 'M3 8.5l3.5 3.5L13 4.5' : 'M8 3v6M8 12v1'} />
    </svg>
  );
}
