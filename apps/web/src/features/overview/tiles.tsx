import { ctrOf } from '../../shared/ctr.ts';
import { useLiveState, serverNow } from '../../shared/live/live-context.ts';
import {
  formatClock,
  formatCount,
  formatCountShort,
  formatMoney,
  formatMoneyShort,
  formatRate,
  formatShare,
} from '../../shared/format.ts';
import { Tile } from '../../shared/tile.tsx';
import { useTick } from '../../shared/use-tick.ts';
import type { Overview } from './api/get-overview.ts';
import { averageOfLast, rateWindow, sum } from './rate-window.ts';
import classes from './tiles.module.css';

const AVERAGED_SECONDS = 5;

export function Tiles({ overview }: { overview: Overview }) {
  const { totals } = overview;
  const asOf = `As of ${formatClock(overview.as_of)}.`;
  const ctr = ctrOf(totals);
  const thousands = totals.impressions / 1_000;
  return (
    <section className={classes.tiles} aria-label="Totals">
      <RateTiles overview={overview} />
      <Tile
        color="var(--fd-impressions)"
        label="Impressions"
        value={formatCountShort(totals.impressions)}
        note={totals.campaigns === 1 ? 'in 1 campaign' : `in ${formatCountShort(totals.campaigns)} campaigns`}
        explanation={`${formatCount(totals.impressions)} impressions, each event_id counted once, of all campaigns since the beginning. ${asOf}`}
      />
      <Tile
        color="var(--fd-clicks)"
        label="Clicks"
        value={formatCountShort(totals.clicks)}
        note={totals.clicks === 0 ? 'none yet' : `${formatMoneyShort(totals.spend / totals.clicks)} spent per click`}
        explanation={`${formatCount(totals.clicks)} clicks, each event_id counted once, of all campaigns since the beginning. ${asOf}`}
      />
      <Tile
        color="var(--fd-ctr)"
        label="CTR"
        value={formatShare(ctr)}
        note="clicks ÷ impressions"
        explanation={`Click-through rate: ${formatCount(totals.clicks)} clicks divided by ${formatCount(totals.impressions)} impressions. ${asOf}`}
      />
      <Tile
        color="var(--fd-spend)"
        label="Spend"
        value={formatMoneyShort(totals.spend)}
        note={thousands === 0 ? 'none yet' : `${formatMoneyShort(totals.spend / thousands)} per 1,000`}
        explanation={`${formatMoney(totals.spend)} spent in all: the sum of the cost that ad clients reported with their events. ${asOf}`}
      />
    </section>
  );
}

/** Apart from the totals, because these fall to zero by time alone. */
function RateTiles({ overview }: { overview: Overview }) {
  useTick(1_000);
  const live = useLiveState();
  const now = serverNow(live) ?? Date.parse(overview.as_of);
  const { accepted, duplicates } = rateWindow(overview.rates, now);
  const acceptedSum = sum(accepted);
  const duplicatesSum = sum(duplicates);
  const deliveries = acceptedSum + duplicatesSum;
  const duplicateShare = deliveries === 0 ? null : duplicatesSum / deliveries;
  const averaged = `Average of the last ${AVERAGED_SECONDS} full seconds up to ${formatClock(now)}.`;
  return (
    <>
      <Tile
        color="var(--fd-accepted)"
        label="Accepted"
        value={formatRate(averageOfLast(accepted, AVERAGED_SECONDS))}
        unit="/s"
        note={`${formatCountShort(acceptedSum)} in 5 min`}
        explanation={`Events stored and counted per second, impressions and clicks together. ${averaged} In the last 5 minutes: ${formatCount(acceptedSum)}.`}
      />
      <Tile
        color="var(--fd-duplicates)"
        label="Duplicates"
        value={formatRate(averageOfLast(duplicates, AVERAGED_SECONDS))}
        unit="/s"
        note={duplicateShare === null ? 'none in 5 min' : `${formatShare(duplicateShare)} of deliveries`}
        explanation={`Repeated deliveries of events that were already counted, per second. They change no total. ${averaged} In the last 5 minutes: ${formatCount(duplicatesSum)} of ${formatCount(deliveries)} deliveries.`}
      />
    </>
  );
}
