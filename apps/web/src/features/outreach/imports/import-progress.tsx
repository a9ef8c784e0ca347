import { CloseButton } from '@mantine/core';
import '@mantine/core/styles/CloseButton.css';
import { type ReactNode, useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import card from '../card.module.css';
import { failureWords } from '../failure-words.ts';
import type { Import } from '../types.ts';
import classes from './import-progress.module.css';
import { importWords, readShare, sizeWords } from './import-words.ts';
import { type UploadState, forgetUpload, useUpload } from './uploads.ts';

interface ImportProgressProps {
  campaignId: string;
  /** The newest of the campaign, whoever has begun it. */
  latest: Import | null;
  asOf: string;
}

/** What ended longer ago than this is no news on a page that is opened. */
const NEWS_MS = 10 * 60_000;

/** How far a file is, on the page itself: the dialog it was chosen in may be closed long since. */
export function ImportProgress({ campaignId, latest, asOf }: ImportProgressProps) {
  const upload = useUpload(campaignId);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const dismiss = () => {
    forgetUpload(campaignId);
    if (latest !== null) setDismissed(latest.id);
  };
  const outcome = upload?.outcome ?? null;
  if (outcome !== null && 'failed' in outcome) return <Failed error={outcome.failed} fileName={upload?.fileName ?? ''} onClose={dismiss} />;
  const done = outcome !== null ? outcome.done : null;
  // The answer and the live message may overtake each other: what has ended has ended.
  const shown = done !== null && (latest === null || latest.id === done.id || latest.started_at < done.started_at) ? done : latest;
  if (upload !== null && outcome === null && shown?.status !== 'running') return <Leaving upload={upload} />;
  if (shown === null || shown.id === dismissed) return null;
  if (shown.status === 'running') return <Running of={shown} upload={outcome === null ? upload : null} />;
  if (done === null && Date.parse(asOf) - Date.parse(shown.finished_at ?? shown.updated_at) > NEWS_MS) return null;
  return <Done of={shown} onClose={dismiss} />;
}

function Leaving({ upload: { fileName, size, share } }: { upload: UploadState }) {
  return (
    <Notice title={share === null ? `Making ${fileName} ready…` : `Uploading ${fileName}`}>
      <Bar share={share} label="Uploaded" />
      <p className={classes.text}>{sizeWords(size)}. You may go on working; only this window has to stay open.</p>
    </Notice>
  );
}

function Running({ of, upload }: { of: Import; upload: UploadState | null }) {
  const size = of.bytes ?? upload?.size ?? null;
  return (
    <Notice title={`Importing ${of.file_name || 'recipients'}`}>
      <Bar share={readShare(of, size)} label="Read" />
      <p className={classes.text} data-testid="import-progress">
        {sizeWords(of.bytes_read)}
        {size !== null && ` of ${sizeWords(size)}`} read. {importWords(of)}
      </p>
    </Notice>
  );
}

function Done({ of, onClose }: { of: Import; onClose: () => void }) {
  return (
    <Notice title={of.status === 'completed' ? `Imported ${of.file_name || 'the file'}` : `The import of ${of.file_name || 'the file'} was cut off`} warns={of.status === 'aborted'} onClose={onClose}>
      {of.status === 'aborted' && (
        <p className={classes.text}>
          {of.problem ?? 'The upload ended before the end of the file.'} What was read until then is stored: import the file again, and only the rest is added.
        </p>
      )}
      <p className={classes.text} data-testid="import-result">
        {importWords(of)}
      </p>
      {of.rejected > 0 && (
        <p className={classes.text}>
          <a href={`/api/imports/${encodeURIComponent(of.id)}/rejects`} download>
            Download rejected lines (CSV)
          </a>{' '}
          {formatCount(of.rejected)} with their reasons, to be mended and imported again.
        </p>
      )}
    </Notice>
  );
}

function Failed({ error, fileName, onClose }: { error: unknown; fileName: string; onClose: () => void }) {
  return (
    <Notice title={`${fileName} could not be imported`} warns onClose={onClose}>
      <p className={classes.text} role="alert">
        {failureWords(error)} Recipients that were read until then are stored; importing the file again adds only the rest.
      </p>
    </Notice>
  );
}

function Notice({ title, warns = false, onClose, children }: { title: string; warns?: boolean; onClose?: () => void; children: ReactNode }) {
  return (
    <section className={`${card.card} ${card.padded} ${classes.notice}`} data-warns={warns} aria-label="Import" data-testid="import">
      <div className={card.head}>
        <h2 className={card.title}>{title}</h2>
        {onClose !== undefined && <CloseButton size="sm" aria-label="Close this message" onClick={onClose} />}
      </div>
      {children}
    </section>
  );
}

/** Moves by itself where nobody knows how much is left. */
function Bar({ share, label }: { share: number | null; label: string }) {
  const percent = share === null ? undefined : Math.floor(share * 100);
  return (
    <div className={classes.bar} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} data-unknown={share === null}>
      <span style={{ width: `${share === null ? 30 : share * 100}%` }} />
    </div>
  );
}
