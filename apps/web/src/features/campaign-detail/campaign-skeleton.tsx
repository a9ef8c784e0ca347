import classes from './campaign-page.module.css';

/** The whole page, before it is known what campaign it is about. */
export function PageSkeleton() {
  return (
    <>
      <div className={classes.line} />
      <div className={`${classes.placeholder} ${classes.bar}`} />
      <div className={classes.stack}>
        <ReportSkeleton />
        <BreakdownSkeleton />
      </div>
    </>
  );
}

/** As large as what will take its place, so that nothing moves when it does. */
export function ReportSkeleton() {
  return (
    <div className={classes.stack} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading the numbers
      </span>
      <div className={`${classes.placeholder} ${classes.tiles}`} />
      <div className={`${classes.placeholder} ${classes.chart}`} />
    </div>
  );
}

export function BreakdownSkeleton() {
  return <div className={`${classes.placeholder} ${classes.table}`} />;
}
