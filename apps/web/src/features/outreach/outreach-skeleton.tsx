import classes from './outreach-page.module.css';

/** As large as what will take its place, so that little moves when it does. */
export function OutreachSkeleton() {
  return (
    <div className={classes.stack} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading the campaign’s outreach
      </span>
      <div className={`${classes.placeholder} ${classes.dispatch}`} />
      <div className={`${classes.placeholder} ${classes.tiles}`} />
      <div className={`${classes.placeholder} ${classes.table}`} />
    </div>
  );
}
