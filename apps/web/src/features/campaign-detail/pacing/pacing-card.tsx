import { formatClock, formatMoney } from '../../../shared/format.ts';
import { formatMinuteIn } from '../../../shared/format-time.ts';
import type { Campaign } from '../api/get-campaign.ts';
import type { Pacing } from '../api/get-figures.ts';
import card from '../card.module.css';
import classes from './pacing-card.module.css';
import { pacingMarks, pacingWords } from './pacing-words.ts';

interface PacingCardProps {
  campaign: Campaign | null;
  pacing: Pacing | null;
  now: number;
}

export function PacingCard({ campaign, pacing, now }: PacingCardProps) {
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="pacing-title">
      <h2 className={card.title} id="pacing-title">
        Pacing today
      </h2>
      {campaign !== null && pacing !== null ? (
        <PacingPicture campaign={campaign} pacing={pacing} now={now} />
      ) : (
        <p className={card.note}>{campaign === null ? 'There is no budget to hold the spend against: this campaign is not registered.' : 'Not read yet.'}</p>
      )}
    </section>
  );
}

const STATE_MARKS = { under: '▼', on: '✓', over: '▲', exhausted: '■' } as const;

function PacingPicture({ campaign, pacing, now }: { campaign: Campaign; pacing: Pacing; now: number }) {
  const marks = pacingMarks(pacing);
  const at = (share: number) => `${Math.min(100, share * 100)}%`;
  const asOf = `As of ${formatClock(now)}.`;
  return (
    <>
      <p className={classes.state} data-state={pacing.state} data-testid="pacing-state">
        <span aria-hidden="true">{STATE_MARKS[pacing.state]}</span> {pacingWords(pacing)}
      </p>
      <div className={classes.bar} aria-hidden="true">
        <span className={classes.forecast} style={{ width: at(marks.forecast) }} />
        <span className={classes.spent} data-state={pacing.state} style={{ width: at(marks.spent) }} />
        <span className={classes.expected} style={{ left: at(marks.expected) }} />
        <span className={classes.budget} style={{ left: at(marks.budget) }} />
      </div>
      <dl className={classes.figures}>
        <Figure mark="spent" state={pacing.state} name="Spent" value={pacing.spent} title={`The cost reported with the events of this day. ${asOf}`} />
        <Figure mark="expected" name="Expected by now" value={pacing.expected} title={`What an even delivery over the day would have spent. ${asOf}`} />
        <Figure mark="forecast" name="Forecast" value={pacing.forecast} title={`At the day's end, if it goes on as in the last hour. ${asOf}`} />
        <Figure mark="budget" name="Daily budget" value={pacing.budget} title="As set for this campaign" />
      </dl>
      <p className={card.note}>
        The day runs from {formatMinuteIn(campaign.time_zone, pacing.day_start)} to {formatMinuteIn(campaign.time_zone, pacing.day_end)} in{' '}
        {campaign.time_zone}.
      </p>
    </>
  );
}

interface FigureProps {
  mark: 'spent' | 'expected' | 'forecast' | 'budget';
  state?: Pacing['state'];
  name: string;
  value: number;
  title: string;
}

function Figure({ mark, state, name, value, title }: FigureProps) {
  return (
    <div className={classes.figure} title={title}>
      <dt>
        <span className={classes.key} data-mark={mark} data-state={state} aria-hidden="true" />
        {name}
      </dt>
      <dd>{formatMoney(value)}</dd>
    </div>
  );
}
