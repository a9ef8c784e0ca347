import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './page-header.module.css';

interface PageHeaderProps {
  title: string;
  /** The one thing people come to this page to do. */
  action?: ReactNode;
}

export function PageHeader({ title, action }: PageHeaderProps) {
  useDocumentTitle(`${title} · Flightdeck`);
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {action}
    </header>
  );
}
