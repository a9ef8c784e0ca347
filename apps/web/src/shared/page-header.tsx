import type { ReactNode } from 'react';
import classes from './page-header.module.css';
import { usePageTitle } from './page-title.ts';

interface PageHeaderProps {
  title: string;
  /** The one thing people come to this page to do. */
  action?: ReactNode;
}

export function PageHeader({ title, action }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {action}
    </header>
  );
}
