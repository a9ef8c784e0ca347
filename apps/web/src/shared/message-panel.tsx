import type { ReactNode } from 'react';
import classes from './message-panel.module.css';

interface MessagePanelProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** `alert` is read out at once by screen readers. */
  role?: 'alert';
}

/** Stands where a page's content would be, when there is none to show. */
export function MessagePanel({ title, children, action, role }: MessagePanelProps) {
  return (
    <section className={classes.panel} role={role}>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {action !== undefined && <div>{action}</div>}
    </section>
  );
}
