import classes from './overview-page.module.css';

/** As large as what will take its place, so that nothing moves when it does. */
export function OverviewSkeleton() {
  return (
    <div className={classes.stack} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading the overview
      </span>
      <div className={`${classes.placeholder} ${classes.tiles}`} />
      <div className={`${classes.placeholder} ${classes.chart}`} />
      <div className={`${classes.placeholder} ${classes.table}`} />
    </div>
  );
}
