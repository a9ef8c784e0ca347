import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { formatMinute } from '../../../shared/format-time.ts';
import { useKeptFocus } from '../../../shared/focus.ts';
import { useHeldOrder } from '../../../shared/use-held-order.ts';
import { listed } from '../anomalies/merge-anomalies.ts';
import { anomaliesQuery } from '../api/get-anomalies.ts';
import { minutesQuery } from '../api/get-minutes.ts';
import card from '../card.module.css';
import { MinuteAxis } from '../charts/minute-axis.tsx';
import { useMinutes } from '../charts/use-minutes.ts';
import { usePointed } from '../charts/use-pointed.ts';
import { Part } from '../part.tsx';
import { LIVE_CAMPAIGNS, MOST_CAMPAIGNS } from '../pipeline-search.ts';
import { TableHead } from '../table-head.tsx';
import table from '../table.module.css';
import type { CampaignMinutes, Minutes } from '../types.ts';
import { CampaignRow } from './campaign-row.tsx';
import { marksOf } from './campaign-rows.ts';

interface MinutesCardProps {
  minutes: number;
  campaigns: number;
  onCampaignsChange: (campaigns: number) => void;
}

/** So many more with each press. */
const MORE = 12;

export function MinutesCard({ minutes, campaigns, onCampaignsChange }: MinutesCardProps) {
  const query = useQuery(minutesQuery(minutes, campaigns));
  // While more of them are on their way, those that are shown were asked for with less.
  const [asked, setAsked] = useState(campaigns);
  if (!query.isPlaceholderData && asked !== campaigns) setAsked(campaigns);
  return (
    <Part
      title="CTR per minute"
      explanation="Clicks divided by impressions, minute by minute, of the campaigns with the most impressions in this time"
      query={query}
      height={320}
      testId="minutes"
    >
      {(data) =>
        data.campaigns.length === 0 ? (
          <p className={card.empty}>No campaign had an event in the last {minutes} minutes.</p>
        ) : (
          <Table data={data} asked={asked} isOnTheWay={asked !== campaigns} onCampaignsChange={onCampaignsChange} />
        )
      }
    </Part>
  );
}

interface TableProps {
  data: Minutes;
  /** How many campaigns that was asked for. */
  asked: number;
  /** Whether another number of them is. */
  isOnTheWay: boolean;
  onCampaignsChange: (campaigns: number) => void;
}

const idOf = (campaign: CampaignMinutes) => campaign.campaign_id;

function Table({ data: { from, campaigns }, asked, isOnTheWay, onCampaignsChange }: TableProps) {
  const { data: anomalies } = useQuery(anomaliesQuery);
  const times = useMinutes(from, campaigns[0]?.points.length ?? 0);
  const { pointed, pointAt } = usePointed(times);
  const [pointedAt, setPointedAt] = useState(false);
  const rows = useHeldOrder(campaigns, idOf, pointedAt || pointed !== null, `${times.length} ${asked}`);
  const at = pointed === null ? `${times.length} min` : `at ${formatMinute(times[pointed] ?? from)}`;
  const last = times.at(-2);
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table} onPointerEnter={(event) => setPointedAt(event.pointerType === 'mouse')} onPointerLeave={() => setPointedAt(false)}>
          <thead>
            <tr>
              <th scope="col">Campaign</th>
              <th scope="col" className={table.wide} title="CTR of each minute, every line on a scale of its own from 0 to its highest. The last minute is still running. A band: not as usual.">
                <MinuteAxis minutes={times} pointed={pointed} onPoint={pointAt} />
              </th>
              <th scope="col" title="CTR of the last minute that is over">
                CTR<span className={table.at}>{last === undefined ? '' : `at ${formatMinute(last)}`}</span>
              </th>
              <TableHead name="CTR" at={at} title="Click-through rate: clicks divided by impressions" />
              <TableHead name="Impressions" at={at} title="Impressions that happened in this time, each event_id counted once" />
              <TableHead name="Clicks" at={at} title="Clicks that happened in this time, each event_id counted once" />
            </tr>
          </thead>
          <tbody>
            {rows.map((campaign) => (
              <CampaignRow
                key={campaign.campaign_id}
                campaign={campaign}
                marks={marksOf(anomalies === undefined ? [] : listed(anomalies), campaign.campaign_id, Date.parse(from), times.length)}
                pointed={pointed}
                onPoint={pointAt}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Foot count={rows.length} {...{ asked, isOnTheWay, onCampaignsChange }} />
    </>
  );
}

/** How many are shown, and a way to more and fewer. */
function Foot({ count, asked, isOnTheWay, onCampaignsChange }: Omit<TableProps, 'data'> & { count: number }) {
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const mayBeMore = count >= asked && asked < MOST_CAMPAIGNS;
  const isMore = asked > LIVE_CAMPAIGNS;
  // Not disabled while they are on their way: the keyboard would be at the top of the page again.
  const waits = { 'aria-disabled': isOnTheWay, 'data-disabled': isOnTheWay || undefined };
  const ask = (wanted: number) => !isOnTheWay && onCampaignsChange(wanted);
  if (!mayBeMore && !isMore) return null;
  return (
    <div className={table.foot} tabIndex={-1} {...keptFocus}>
      <p role="status">
        {mayBeMore ? `The ${formatCount(count)} campaigns with the most impressions` : `${formatCount(count)} campaign${count === 1 ? '' : 's'}`}
        {count >= MOST_CAMPAIGNS && '; more are not compared here'}.
      </p>
      <div>
        {mayBeMore && (
          <Button size="compact-sm" variant="default" {...waits} onClick={() => ask(Math.min(MOST_CAMPAIGNS, asked + MORE))}>
            Show more
          </Button>
        )}
        {isMore && (
          <Button size="compact-sm" variant="subtle" {...waits} onClick={() => ask(LIVE_CAMPAIGNS)}>
            Show fewer
          </Button>
        )}
      </div>
    </div>
  );
}
