import { useEffect, useRef } from 'react';
import { formatCount } from '../../shared/format.ts';
import { useDeletion } from './api/watch-deletion.ts';
import classes from './deletion-progress.module.css';
import type { Deletion } from './types.ts';

interface DeletionProgressProps {
  campaignId: string;
  onFinished?: (deletion: Deletion) => void;
}

/** Is there while the events of a campaign are being deleted, and says how far that is. */
export function DeletionProgress({ campaignId, onFinished }: DeletionProgressProps) {
  const deletion = useDeletion(campaignId);
  const isFinished = deletion !== null && deletion.finished_at !== null;
  const told = useRef(false);
  useEffect(() => {
    if (!isFinished || told.current) return;
    told.current = true;
    onFinished?.(deletion);
  }, [isFinished, deletion, onFinished]);
  if (deletion === null || isFinished) return null;

  const { deleted, total } = deletion;
  const percent = total === 0 ? 0 : Math.min(100, Math.round((deleted / total) * 100));
  return (
    <div className={classes.progress}>
      <span>
        Deleting the events of <strong>{campaignId}</strong>: {formatCount(deleted)} of {formatCount(total)}
      </span>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={`Deleting the events of ${campaignId}`}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
