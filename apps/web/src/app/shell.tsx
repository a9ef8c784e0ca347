import { useMediaQuery, useWindowEvent } from '@mantine/hooks';
import { Outlet, useLocation, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { useRoomOfMembers } from '../features/chat/room/use-room.ts';
import { focusContent, isFocusLost } from '../shared/focus.ts';
import { ConnectionBanner } from '../shared/live/connection-banner.tsx';
import { ConnectionStatus } from '../shared/live/connection-status.tsx';
import { useShortcuts } from '../shared/shortcuts/use-shortcuts.ts';
import { Toasts } from '../shared/toasts/toasts.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { SidePanel } from './side-panel.tsx';
import { ChatPanelMissing } from './chat-panel-missing.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { useChatPanel } from './use-chat-panel.ts';

const ChatPanel = lazy(() => import('./chat-panel.tsx').catch(() => ({ default: ChatPanelMissing })));
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'));

export function Shell() {
  const pathname = useLocation({ select: (location) => location.pathname });
  // The menu belongs to the page it was opened on: going elsewhere closes it.
  const [menuOpenOn, setMenuOpenOn] = useState<string | null>(null);
  const menuOpen = menuOpenOn === pathname;
  const closeMenu = () => setMenuOpenOn(null);
  useWindowEvent('keydown', ({ key }) => key === 'Escape' && closeMenu());
  const navigate = useNavigate();
  useFocusOnNewPage();
  useRoomOfMembers();
  const chatPanel = useChatPanel();
  const isOnChatPage = pathname === '/chat';
  // On a phone the chat has a page, and nothing has room beside another.
  const hasRoom = useMediaQuery('(min-width: 768px)', true, { getInitialValueInEffect: false });
  const isPanelOpen = chatPanel.isOpen && hasRoom && !isOnChatPage;
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  useShortcuts([
    { keys: '?', does: 'Show these shortcuts', run: () => setShortcutsOpen(true) },
    { keys: 'g c', does: 'Go to the campaigns', run: () => void navigate({ to: '/campaigns' }) },
    { keys: 'g o', does: 'Go to the overview', run: () => void navigate({ to: '/' }) },
    { keys: 'g p', does: 'Go to the pipeline', run: () => void navigate({ to: '/pipeline' }) },
    { keys: 'g r', does: 'Go to outreach', run: () => void navigate({ to: '/outreach' }) },
    { keys: 'g t', does: 'Go to the team’s chat', run: () => void navigate({ to: '/chat' }) },
    ...(isOnChatPage || !hasRoom ? [] : [{ keys: 'c', does: 'Open or close the chat beside the page', run: chatPanel.toggle }]),
  ]);

  return (
    <div className={classes.shell} data-panel={isPanelOpen} data-foot={isOnChatPage}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <div className={classes.side} data-open={menuOpen}>
        <div className={classes.top}>
          <span className={classes.brand}>
            <BrandMark />
            Flightdeck
          </span>
          <div className={classes.phoneOnly}>
            <ConnectionStatus />
            <button
              type="button"
              className={classes.burger}
              onClick={() => setMenuOpenOn(menuOpen ? null : pathname)}
              aria-label={menuOpen ? 'Close the menu' : 'Open the menu'}
              aria-expanded={menuOpen}
              aria-controls="menu"
            >
              <svg width="20" height="20" viewBox="0 0 20 20" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
                <path d={menuOpen ? 'M4 4l12 12M16 4L4 16' : 'M1 4h18M1 10h18M1 16h18'} />
              </svg>
            </button>
          </div>
        </div>
        <div className={classes.menu} id="menu">
          <Navigation onNavigate={closeMenu} chatPanel={isOnChatPage ? null : chatPanel} />
          <div className={classes.foot}>
            <div className={classes.desktopOnly}>
              <ConnectionStatus />
            </div>
            <button type="button" className={classes.shortcuts} onClick={() => setShortcutsOpen(true)}>
              Shortcuts <kbd>?</kbd>
            </button>
            <ThemeToggle />
          </div>
        </div>
      </div>
      <main className={classes.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      {isPanelOpen && (
        <SidePanel label="Chat" onClose={chatPanel.close}>
          <Suspense>
            <ChatPanel onClose={chatPanel.close} />
          </Suspense>
        </SidePanel>
      )}
      <ConnectionBanner />
      <Toasts />
      <Suspense>{shortcutsOpen && <ShortcutsDialog onClose={() => setShortcutsOpen(false)} />}</Suspense>
    </div>
  );
}

/** What had the focus on the page before has gone with it: the keyboard goes on where the new one begins. */
function useFocusOnNewPage(): void {
  const shown = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(shown);
  useEffect(() => {
    const isOther = before.current !== undefined && before.current !== shown;
    before.current = shown;
    if (isOther && isFocusLost()) focusContent();
  }, [shown]);
}

function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0072b2" />
      <path d="M6 21l7-7 4 4 9-10" fill="none" stroke="#fff" strokeWidth="3.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
