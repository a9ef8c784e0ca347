import classes from './list-card.module.css';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** As large as what will take its place, so that nothing moves when it does. */
export function ListSkeleton() {
  return (
    <div className={classes.card} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading the campaigns
      </span>
      <div className={classes.heads} />
      {ROWS.map((row) => (
        <div key={row} className={classes.row}>
          <span />
        </div>
      ))}
    </div>
  );
}
