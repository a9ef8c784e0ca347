import { formatCount } from '../../shared/format.ts';
import { notify } from '../../shared/toasts/notify.ts';
import { useDeletions } from './api/watch-deletions.ts';
import classes from './deletions.module.css';
import type { Deletion } from './types.ts';

interface DeletionsProps {
  /** Only that of this campaign; without it, all. */
  campaignId?: string;
}

/** Stands where events are being deleted in the background, and says how far that is, and when it is done. */
export function Deletions({ campaignId }: DeletionsProps) {
  const underWay = useDeletions(tellFinished);
  const shown = campaignId === undefined ? underWay : underWay.filter(({ campaign_id }) => campaign_id === campaignId);
  return shown.map((deletion) => <Progress key={deletion.campaign_id} {...deletion} />);
}

function tellFinished({ campaign_id: id, deleted }: Deletion): void {
  if (deleted === 0) return;
  const what = deleted === 1 ? `The only event of ${id} is` : `All ${formatCount(deleted)} events of ${id} are`;
  notify({ kind: 'done', message: `${what} deleted.` });
}

function Progress({ campaign_id: id, deleted, total }: Deletion) {
  const percent = total === 0 ? 0 : Math.min(100, Math.round((deleted / total) * 100));
  return (
    <div className={classes.progress}>
      <span>
        Deleting the events of <strong>{id}</strong>: {formatCount(deleted)} of {formatCount(total)}
      </span>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={`Deleting the events of ${id}`}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
