import { Link } from '@tanstack/react-router';
import { formatCount } from '../shared/format.ts';
import { useUnread } from '../shared/page-title.ts';
import classes from './navigation.module.css';

interface NavigationProps {
  onNavigate: () => void;
  /** Null on the page of the chat itself. */
  chatPanel: { isOpen: boolean; toggle: () => void } | null;
}

export function Navigation({ onNavigate, chatPanel }: NavigationProps) {
  const unread = useUnread();
  return (
    <nav aria-label="Main" className={classes.list}>
      <Link to="/" className={classes.entry} activeOptions={{ exact: true, includeSearch: false }} onClick={onNavigate}>
        <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M1.5 11.5l4-4 3 3 6-6.5" />
        </svg>
        Overview
      </Link>
      <Link to="/campaigns" className={classes.entry} activeOptions={{ includeSearch: false }} onClick={onNavigate}>
        <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 3.5h12M2 8h12M2 12.5h7" />
        </svg>
        Campaigns
      </Link>
      <Link to="/outreach" className={classes.entry} activeOptions={{ includeSearch: false }} onClick={onNavigate}>
        <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5" />
        </svg>
        Outreach
      </Link>
      <Link to="/pipeline" className={classes.entry} activeOptions={{ includeSearch: false }} onClick={onNavigate}>
        <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M1.5 8h2.5m8 0h2.5M4 5h3v6H4zM9 5h3v6H9zM7 8h2" />
        </svg>
        Pipeline
      </Link>
      <div className={classes.pair}>
        <Link to="/chat" className={classes.entry} onClick={onNavigate}>
          <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 3h12v8.5H7L4 14v-2.5H2z" />
          </svg>
          Chat
          {unread > 0 && (
            <span className={classes.unread} data-testid="unread">
              {unread > 99 ? '99+' : formatCount(unread)}
              <span className="visually-hidden"> unread</span>
            </span>
          )}
        </Link>
        {chatPanel !== null && (
          <button type="button" className={classes.beside} aria-pressed={chatPanel.isOpen} aria-keyshortcuts="c" title="Show the chat beside the page (c)" onClick={chatPanel.toggle}>
            <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
              <path d="M2 3h12v10H2zM9.5 3v10" />
            </svg>
            <span className="visually-hidden">The chat beside the page</span>
          </button>
        )}
      </div>
      <a className={classes.entry} href="/api/docs" target="_blank" rel="noreferrer">
        <svg className={classes.icon} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5.5 4L1.5 8l4 4M10.5 4l4 4-4 4" />
        </svg>
        API reference
        <span className={classes.away} aria-hidden="true">
          ↗
        </span>
        <span className="visually-hidden">(opens in a new tab)</span>
      </a>
    </nav>
  );
}
