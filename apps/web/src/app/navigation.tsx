import { Link } from '@tanstack/react-router';
import classes from './navigation.module.css';

interface NavigationProps {
  onNavigate: () => void;
}

export function Navigation({ onNavigate }: NavigationProps) {
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
