import { Skeleton } from '@mantine/core';
import classes from './overview-page.module.css';

/** As large as what will take its place, so that nothing moves when it does. */
export function OverviewSkeleton() {
  return (
    <div className={classes.stack} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading the overview
      </span>
      <Skeleton className={classes.tiles} radius={8} />
      <Skeleton className={classes.chart} radius={8} />
      <Skeleton className={classes.table} radius={8} />
    </div>
  );
}
