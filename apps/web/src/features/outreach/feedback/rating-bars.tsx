import { formatCount } from '../../../shared/format.ts';
import card from '../card.module.css';
import classes from './feedback-section.module.css';

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

/** How many gave so many stars, from five down. `ratings`: those of one star first. */
export function RatingBars({ ratings }: { ratings: number[] }) {
  const total = ratings.reduce((sum, count) => sum + count, 0);
  return (
    <div className={`${card.card} ${card.padded}`}>
      <div className={card.head}>
        <h2 className={card.title}>Ratings</h2>
      </div>
      <table className={classes.ratings} data-testid="ratings">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Stars</th>
            <th scope="col">Answers</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {[5, 4, 3, 2, 1].map((rating) => {
            const count = ratings[rating - 1] ?? 0;
            return (
              <tr key={rating}>
                <th scope="row">
                  {rating} <span aria-hidden="true">★</span>
                  <span className="visually-hidden"> star{rating === 1 ? '' : 's'}</span>
                </th>
                <td className={classes.track}>
                  <span className={classes.ground} aria-hidden="true">
                    <span className={classes.fill} style={{ width: total === 0 ? 0 : `${(count / total) * 100}%` }} />
                  </span>
                  <span className={classes.count}>{formatCount(count)}</span>
                </td>
                <td className={classes.percent}>{total === 0 ? '–' : percent.format(count / total)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
