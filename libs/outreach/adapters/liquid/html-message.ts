import type { Piece } from './limited-liquid.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const LINK = /https?:\/\/[^\s<>"]+/g;
/** Ends a sentence rather than an address. */
const AFTER_LINK = /[.,;:!?)\]}'*_]+$/;

const PAGE = 'margin:0;padding:24px 16px;background:#f6f7f9;color:#1c2430;font:16px/1.55 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const SHEET = 'max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:8px';
const PARAGRAPH = 'margin:0 0 16px;overflow-wrap:anywhere';
const FOOTER = 'margin:24px 0 0;padding-top:12px;border-top:1px solid #e3e6ea;color:#5d6876;font-size:13px;overflow-wrap:anywhere';
const ANCHOR = 'color:#1a5fb4';

/**
 * The same text as a page: blank lines part paragraphs, addresses of the web become links. Everything is escaped after it was put together, so
 * nothing in it is markup, whoever wrote it. An address inside a value, such as a name, stays text: only `own` links and those that the author has
 * written are links.
 *
 * @param own addresses that are links wherever they stand
 */
export function htmlMessage({ subject, body, footer, own }: { subject: string; body: readonly Piece[]; footer: readonly Piece[]; own: readonly string[] }): string {
  const paragraphs = paragraphsOf(body).map((html) => `<p style="${PARAGRAPH}">${html}</p>`);
  const small = paragraphsOf(footer).map((html) => `<p style="${FOOTER}">${html}</p>`);

  function paragraphsOf(pieces: readonly Piece[]): string[] {
    return linked(pieces, own).trim().split(/\n(?:[^\S\n]*\n)+/).filter((html) => html !== '').map((html) => html.replaceAll('\n', '<br>\n'));
  }

  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="${PAGE}"><div style="${SHEET}">
${[...paragraphs, ...small].join('\n')}
</div></body></html>
`;
}

function linked(pieces: readonly Piece[], own: readonly string[]): string {
  const text = pieces.map((piece) => piece.text).join('');
  const isAuthors = writtenByAuthor(pieces);
  let html = '';
  let at = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = own.find((link) => link === found.replace(AFTER_LINK, '') || link === found) ?? (isAuthors(index) ? found.replace(AFTER_LINK, '') : undefined);
    if (address === undefined || !URL.canParse(address)) continue;
    html += `${escapeHtml(text.slice(at, index))}<a href="${escapeHtml(address)}" style="${ANCHOR}">${escapeHtml(address)}</a>`;
    at = index + address.length;
  }
  return html + escapeHtml(text.slice(at));
}

/** Whether the character at a place of the whole text comes from the author. Places are asked for from left to right. */
function writtenByAuthor(pieces: readonly Piece[]): (place: number) => boolean {
  let piece = 0;
  let end = pieces[0]?.text.length ?? 0;
  return (place) => {
    while (place >= end) {
      piece += 1;
      end += pieces[piece]!.text.length;
    }
    return !pieces[piece]!.isValue;
  };
}
