import type { CsvReader, ImportStore, RecipientImport } from '../../../../libs/outreach/application/ports.ts';

const PAGE = 1_000;
/** Spreadsheets take a file without it for one of another encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The lines that an import could not use, as a CSV file: the line's number, the reason, and its cells as they were. Mended, it can be
 * imported as it is. A line whose cells cannot be told apart is one cell.
 */
export async function* rejectsFile({ id, header }: RecipientImport, imports: ImportStore, csv: CsvReader): AsyncGenerator<string> {
  const delimiter = csv.delimiterOf(header);
  const row = (first: string[], text: string): string => [...first, ...(csv.cells(text, delimiter) ?? [text])].map((cell) => quoted(cell, delimiter)).join(delimiter) + '\r\n';
  yield BYTE_ORDER_MARK + row(['line', 'reason'], header);
  for (let after = 0; ; ) {
    const rejects = await imports.rejects(id, after, PAGE);
    if (rejects.length > 0) yield rejects.map(({ line, reason, text }) => row([String(line), reason], text)).join('');
    if (rejects.length < PAGE) return;
    after = rejects.at(-1)!.line;
  }
}

/** RFC 4180; space at an end would be lost without quotation marks, too. */
function quoted(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}

/** @see https://www.rfc-editor.org/rfc/rfc6266 names outside ASCII stand in a parameter of their own */
export function attachment(fileName: string): string {
  const name = `${fileName.replace(/\.[^.]*$/, '')} - rejects.csv`;
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
