import type { ImportPreview } from '../api/preview-import.ts';
import { formatCount } from '../../../shared/format.ts';
import classes from './import-dialog.module.css';

interface PreviewTableProps {
  preview: ImportPreview;
  isBusy: boolean;
  /** Whether the server has seen all of the file. */
  isWhole: boolean;
}

/** What the first lines of the file become. */
export function PreviewTable({ preview: { rows, lines }, isBusy, isWhole }: PreviewTableProps) {
  if (rows.length === 0) return <p className={classes.note}>The file has no line below its head: there is nobody to import.</p>;
  const bad = rows.filter(({ reason }) => reason !== null).length;
  return (
    <>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="What the first lines become" aria-busy={isBusy}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Name</th>
              <th scope="col">E-mail</th>
              <th scope="col">Phone</th>
              <th scope="col">What becomes of it</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, cells, name, email, phone, reason }) => (
              <tr key={line} data-bad={reason !== null}>
                <th scope="row">{line}</th>
                <td title={name ?? undefined}>{name ?? '–'}</td>
                <td title={email ?? undefined}>{email ?? '–'}</td>
                <td>{phone ?? '–'}</td>
                <td className={classes.reason} title={cells.join(' | ')}>
                  {reason === null ? <span className={classes.good}>✓ recipient</span> : <span className={classes.bad}>✕ {reason}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>
        {`${isWhole ? '' : 'At least '}${formatCount(lines)} line${lines === 1 ? '' : 's'}. `}
        {rows.length < lines ? `Shown are the first ${formatCount(rows.length)}` : 'Shown are all'}
        {bad === 0 ? ', and all of them can be used.' : `; ${formatCount(bad)} of these cannot be used, and will be rejected.`}
      </p>
    </>
  );
}
