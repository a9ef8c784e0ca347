import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { ctrOf } from '../../shared/ctr.ts';
import { formatClock, formatCount, formatMoney, formatShare } from '../../shared/format.ts';
import { SearchField } from '../../shared/search-field.tsx';
import { useHeldOrder } from '../../shared/use-held-order.ts';
import type { Overview, OverviewCampaign } from './api/get-overview.ts';
import { type CampaignOrder, type SortKey, arrangeCampaigns, sortOf, toggleSort } from './campaign-order.ts';
import classes from './campaign-table.module.css';

interface CampaignTableProps {
  overview: Overview;
  order: CampaignOrder;
  onOrderChange: (order: CampaignOrder) => void;
}

const COLUMNS: { key: SortKey; label: string; color?: string; title: string }[] = [
  { key: 'name', label: 'Campaign', title: 'Name, and the campaign_id that ad clients report; without a name, nobody has registered it' },
  { key: 'impressions', label: 'Impressions', color: 'var(--fd-impressions)', title: 'Impressions since the beginning, each event_id counted once' },
  { key: 'clicks', label: 'Clicks', color: 'var(--fd-clicks)', title: 'Clicks since the beginning, each event_id counted once' },
  { key: 'ctr', label: 'CTR', color: 'var(--fd-ctr)', title: 'Click-through rate: clicks divided by impressions' },
  { key: 'spend', label: 'Spend', color: 'var(--fd-spend)', title: 'Sum of the cost that ad clients reported' },
];

const idOf = (campaign: OverviewCampaign) => campaign.campaign_id;

export function CampaignTable({ overview, order, onOrderChange }: CampaignTableProps) {
  const [pointedAt, setPointedAt] = useState(false);
  const arranged = arrangeCampaigns(overview.campaigns, order);
  const rows = useHeldOrder(arranged, idOf, pointedAt, JSON.stringify(order));
  const sort = sortOf(order);
  const asOf = formatClock(overview.as_of);
  const unlisted = overview.totals.campaigns - overview.campaigns.length;

  return (
    <section className={classes.card} aria-labelledby="campaigns-title">
      <div className={classes.head}>
        <h2 className={classes.title} id="campaigns-title">
          Campaigns <span className={classes.count}>{formatCount(overview.totals.campaigns)}</span>
        </h2>
        <SearchField
          className={classes.filter}
          placeholder="Filter by name or id"
          label="Filter campaigns by name or id"
          value={order.q ?? ''}
          onChange={(q) => onOrderChange({ ...order, q: q === '' ? undefined : q })}
        />
      </div>
      <div className={classes.scroll}>
        {/* Plain elements and not Mantine's table: a thousand cells are compared four times a second. */}
        <table
          className={classes.table}
          onPointerEnter={(event) => setPointedAt(event.pointerType === 'mouse')}
          onPointerLeave={() => setPointedAt(false)}
        >
          <thead>
            <tr>
              {COLUMNS.map(({ key, label, color, title }) => (
                <th
                  key={key}
                  scope="col"
                  aria-sort={sort.key !== key ? 'none' : sort.direction === 'asc' ? 'ascending' : 'descending'}
                >
                  <button type="button" title={`${title}. As of ${asOf}`} onClick={() => onOrderChange(toggleSort(order, key))}>
                    {color !== undefined && (
                      <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
                    )}
                    {label}
                    <span className={classes.arrow} aria-hidden="true">
                      {sort.key !== key ? '' : sort.direction === 'asc' ? '↑' : '↓'}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((campaign) => (
              <Row key={campaign.campaign_id} campaign={campaign} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className={classes.foot}>No campaign listed here has “{order.q}” in its name or id.</p>}
      {unlisted > 0 && (
        <p className={classes.foot}>
          Listed are the {formatCount(overview.campaigns.length)} campaigns with the most impressions, and{' '}
          {formatCount(unlisted)} more are counted in the totals above.
        </p>
      )}
    </section>
  );
}

const Row = memo(function Row({ campaign }: { campaign: OverviewCampaign }) {
  return (
    <tr data-campaign-id={campaign.campaign_id}>
      <th scope="row">
        <Name id={campaign.campaign_id} name={campaign.name} />
      </th>
      <td>{formatCount(campaign.impressions)}</td>
      <td>{formatCount(campaign.clicks)}</td>
      <td>{formatShare(ctrOf(campaign))}</td>
      <td>{formatMoney(campaign.spend)}</td>
    </tr>
  );
});

/** Apart from the figures, which change four times a second: a link finds out each time where it leads. */
const Name = memo(function Name({ id, name }: { id: string; name: string | null }) {
  return (
    <span className={classes.campaign}>
      {/* Without preloading: a pointer on its way over the table would ask for every campaign it passes. */}
      <Link to="/campaigns/$campaignId" params={{ campaignId: id }} preload={false} className={classes.name} title={name ?? id}>
        {name ?? id}
      </Link>
      {name === null ? (
        <span className={classes.mark} title="Ad clients report it, and nobody has registered it. Its events are counted all the same.">
          unregistered
        </span>
      ) : (
        <span className={classes.id} title={id}>
          {id}
        </span>
      )}
    </span>
  );
});
