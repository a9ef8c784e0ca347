import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { KIND_WORDS } from '../../../shared/anomalies/kind-words.ts';
import { formatCount, formatShare } from '../../../shared/format.ts';
import { ctrsOf } from '../charts/ctrs-of.ts';
import { Spark, type SparkMark } from '../charts/spark.tsx';
import { linePath } from '../charts/spark-paths.ts';
import table from '../table.module.css';
import type { CampaignMinutes } from '../types.ts';
import { figuresOf, highestCtr, lastCtrOf } from './campaign-rows.ts';
import classes from './campaign-row.module.css';

interface CampaignRowProps {
  campaign: CampaignMinutes;
  marks: SparkMark[];
  pointed: number | null;
  onPoint: (place: number | null) => void;
}

export const CampaignRow = memo(
  function CampaignRow({ campaign, marks, pointed, onPoint }: CampaignRowProps) {
    const { campaign_id: id, name, points } = campaign;
    const highest = highestCtr(campaign);
    const last = lastCtrOf(points);
    const { impressions, clicks, ctr } = figuresOf(points, pointed);
    return (
      <tr data-campaign-id={id}>
        <th scope="row">
          <Name id={id} name={name} />
        </th>
        <td>
          <Spark
            kind="line"
            path={linePath(ctrsOf(points), highest === null || highest === 0 ? 1 : highest)}
            color="var(--fd-ctr)"
            count={points.length}
            pointed={pointed}
            marks={marks}
            label={sparkWords(highest, last, marks)}
            onPoint={onPoint}
          />
        </td>
        <td className={table.figure}>{formatShare(last)}</td>
        <td className={table.figure}>{formatShare(ctr)}</td>
        <td className={table.figure}>{formatCount(impressions)}</td>
        <td className={table.figure}>{formatCount(clicks)}</td>
      </tr>
    );
  },
  (a, b) => a.pointed === b.pointed && a.onPoint === b.onPoint && JSON.stringify([a.campaign, a.marks]) === JSON.stringify([b.campaign, b.marks]),
);

function sparkWords(highest: number | null, last: number | null, marks: SparkMark[]): string {
  if (highest === null) return 'No impressions in a minute that is over';
  const unusual = marks.map(({ kind, lasts }) => `${KIND_WORDS[kind].toLowerCase()}${lasts ? ' that lasts' : ''}`);
  return `CTR per minute, at most ${formatShare(highest)}, in the last full minute ${formatShare(last)}.${unusual.length > 0 ? ` Not as usual: ${unusual.join(', ')}.` : ''}`;
}

/** Apart from the figures: a link finds out each time where it leads. */
const Name = memo(function Name({ id, name }: { id: string; name: string | null }) {
  return (
    // Without preloading: a pointer on its way over the table would ask for every campaign it passes.
    <Link to="/campaigns/$campaignId" params={{ campaignId: id }} preload={false} className={classes.name} title={name === null ? `${id}: nobody has registered it` : `${name} (${id})`}>
      {name ?? id}
    </Link>
  );
});
