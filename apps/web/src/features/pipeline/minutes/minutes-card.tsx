import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { formatMinute } from '../../../shared/format-time.ts';
import { listed } from '../anomalies/merge-anomalies.ts';
import { anomaliesQuery } from '../api/get-anomalies.ts';
import { minutesQuery } from '../api/get-minutes.ts';
import card from '../card.module.css';
import { MinuteAxis } from '../charts/minute-axis.tsx';
import { usePointed } from '../charts/use-pointed.ts';
import { Part } from '../part.tsx';
import { LIVE_CAMPAIGNS, MOST_CAMPAIGNS } from '../pipeline-search.ts';
import table from '../table.module.css';
import type { Minutes } from '../types.ts';
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
  return (
    <Part
      title="CTR per minute"
      explanation="Clicks divided by impressions, minute by minute, of the campaigns with the most impressions in this time"
      query={query}
      height={320}
      testId="minutes"
    >
      {(data) => (data.campaigns.length === 0 ? <p className={card.empty}>No campaign had an event in the last {minutes} minutes.</p> : <Table data={data} {...{ campaigns, onCampaignsChange }} />)}
    </Part>
  );
}

function Table({ data: { from, campaigns: rows }, campaigns, onCampaignsChange }: { data: Minutes } & Omit<MinutesCardProps, 'minutes'>) {
  const { data: anomalies } = useQuery(anomaliesQuery);
  const times = useMinutes(from, rows[0]?.points.length ?? 0);
  const { pointed, pointAt } = usePointed(times);
  const at = pointed === null ? `${times.length} min` : `at ${formatMinute(times[pointed] ?? from)}`;
  const last = times.at(-2);
  const mayBeMore = rows.length >= campaigns && campaigns < MOST_CAMPAIGNS;
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Campaign</th>
              <th scope="col" className={table.wide} title="CTR of each minute, every line on a scale of its own from 0 to its highest. The last minute is still running. A band: not as usual.">
                <MinuteAxis minutes={times} pointed={pointed} onPoint={pointAt} />
              </th>
              <th scope="col" title="CTR of the last minute that is over">
                CTR<span className={table.at}>{last === undefined ? '' : `at ${formatMinute(last)}`}</span>
              </th>
              <Head name="CTR" at={at} title="Click-through rate: clicks divided by impressions" />
              <Head name="Impressions" at={at} title="Impressions that happened in this time, each event_id counted once" />
              <Head name="Clicks" at={at} title="Clicks that happened in this time, each event_id counted once" />
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
      {(mayBeMore || campaigns > LIVE_CAMPAIGNS) && (
        <div className={table.foot}>
          <p role="status">
            {mayBeMore ? `The ${formatCount(rows.length)} campaigns with the most impressions` : `${formatCount(rows.length)} campaign${rows.length === 1 ? '' : 's'}`}
            {rows.length >= MOST_CAMPAIGNS && '; more are not compared here'}.
          </p>
          <div>
            {mayBeMore && (
              <Button size="compact-sm" variant="default" onClick={() => onCampaignsChange(Math.min(MOST_CAMPAIGNS, campaigns + MORE))}>
                Show more
              </Button>
            )}
            {campaigns > LIVE_CAMPAIGNS && (
              <Button size="compact-sm" variant="subtle" onClick={() => onCampaignsChange(LIVE_CAMPAIGNS)}>
                Show fewer
              </Button>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Head({ name, at, title }: { name: string; at: string; title: string }) {
  return (
    <th scope="col" title={title}>
      {name}
      <span className={table.at}>{at}</span>
    </th>
  );
}

const MINUTE_MS = 60_000;

/** The starts of the minutes; the same list while they are the same. */
function useMinutes(from: string, count: number): string[] {
  return useMemo(() => Array.from({ length: count }, (_, place) => new Date(Date.parse(from) + place * MINUTE_MS).toISOString()), [from, count]);
}
