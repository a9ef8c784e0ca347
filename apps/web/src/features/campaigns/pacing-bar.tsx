import { formatCountShort, formatMoney } from '../../shared/format.ts';
import classes from './pacing-bar.module.css';
import type { Campaign, Pacing } from './types.ts';

const WORDS: Record<Pacing['state'], string> = { under: 'under', on: 'on pace', over: 'over', exhausted: 'exhausted' };
const MARKS: Record<Pacing['state'], string> = {
  under: 'M1 3h8l-4 5z',
  on: 'M1 5a4 4 0 108 0 4 4 0 10-8 0',
  over: 'M1 7h8l-4-5z',
  exhausted: 'M1.5 1.5h7v7h-7z',
};

interface PacingBarProps {
  campaign: Campaign;
  pacing: Pacing;
  spendOfAllTime: number;
}

/** From here on the cents no longer fit beside the bar's words; they stand in the hover text. */
const WITHOUT_CENTS_FROM = 1_000;

const shortMoney = (amount: number) => (amount < WITHOUT_CENTS_FROM ? formatMoney : formatCountShort)(amount);

/** Today's spend against the daily budget, with a tick at what even delivery would have spent by now. */
export function PacingBar({ campaign, pacing, spendOfAllTime }: PacingBarProps) {
  const { budget, spent, expected, state } = pacing;
  // Nobody expects a paused campaign to keep pace; that its money is gone is still worth saying.
  const shownState = campaign.status === 'paused' && state !== 'exhausted' ? null : state;
  const percent = (amount: number) => `${Math.min(100, (amount / budget) * 100)}%`;
  const explanation =
    `${formatMoney(spent)} spent today of ${formatMoney(budget)}. Even delivery would have spent ${formatMoney(expected)} by now; ` +
    `going on as in the last hour, it will be ${formatMoney(pacing.forecast)} when the day ends (${campaign.time_zone}). ` +
    `${formatMoney(spendOfAllTime)} since the beginning.`;
  return (
    <div className={classes.pacing} title={explanation}>
      <div className={classes.bar} data-state={shownState} aria-hidden="true">
        <span className={classes.spent} style={{ width: percent(spent) }} />
        <span className={classes.expected} style={{ left: percent(expected) }} />
      </div>
      <div className={classes.words}>
        <span>
          {shortMoney(spent)} <span className={classes.budget}>of {Number.isInteger(budget) ? formatCountShort(budget) : shortMoney(budget)}</span>
          <span className="visually-hidden">, {formatMoney(expected)} expected by now</span>
        </span>
        {shownState !== null && (
          <span className={classes.state} data-state={shownState}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <path d={MARKS[shownState]} />
            </svg>
            {WORDS[shownState]}
          </span>
        )}
      </div>
    </div>
  );
}
