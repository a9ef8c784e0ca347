import { formatCount } from '../../../shared/format.ts';
import type { Import } from '../types.ts';

type Counts = Pick<Import, 'lines' | 'added' | 'merged' | 'repeated' | 'rejected'>;

/** Where every line of a file has gone; the parts add up to its lines. */
export function importWords({ lines, added, merged, repeated, rejected }: Counts): string {
  if (lines === 0) return 'No line of it names a recipient.';
  const parts = [`${formatCount(added)} added`];
  if (merged > 0) parts.push(`${formatCount(merged)} merged with somebody who was there`);
  if (repeated > 0) parts.push(`${formatCount(repeated)} known already`);
  if (rejected > 0) parts.push(`${formatCount(rejected)} rejected`);
  return `${formatCount(lines)} line${lines === 1 ? '' : 's'}: ${parts.join(', ')}.`;
}

/**
 * How much of a file is read, 0…1; null where its size is not known. The server does not know that of a file that was packed on its way;
 * whoever sends it does: `size`, in bytes.
 */
export function readShare({ bytes, bytes_read, status }: Pick<Import, 'bytes' | 'bytes_read' | 'status'>, size: number | null): number | null {
  if (status === 'completed') return 1;
  const whole = bytes ?? size;
  if (whole === null || whole === 0) return null;
  return Math.min(1, bytes_read / whole);
}

const UNITS = ['B', 'KB', 'MB', 'GB'];
const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** "12 B", "3.4 MB". */
export function sizeWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  return `${oneDecimal.format(bytes / 1024 ** power)} ${UNITS[power]}`;
}
