import { createHash } from 'node:crypto';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it can stand between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/** Somebody's own words among ours: whichever direction they are written in, what stands around them keeps its own. */
export function quoted(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

/** One for all pages, so that its hash can be named in their policy. What stars look like is in the shape, too: not in colour alone. */
const STYLE = `
:root{color-scheme:light dark;--page:#f3f4f6;--card:#fff;--line:#dfe3e8;--field:#87909b;--text:#1b2027;--muted:#59636e;--accent:#0069a6;--deep:#00578a;--on-accent:#fff;--star:#f2ab1d;--edge:#b07000;--empty:#7d8791;--bad:#b3261e;--note:#fff4dc;--note-text:#4d3500}
@media (prefers-color-scheme:dark){:root{--page:#111316;--card:#191c20;--line:#2d3238;--field:#79838e;--text:#e8ebee;--muted:#a3adb8;--accent:#63b8ec;--deep:#86cbf5;--on-accent:#06131d;--star:#f2b53a;--edge:#f2b53a;--empty:#79838e;--bad:#ff9b8d;--note:#362a10;--note-text:#ffe3a8}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;background:var(--card);color:var(--text);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
main{flex:1;width:100%;padding:2.5rem 1.25rem 1.5rem}
h1{margin:0 0 .75rem;font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
p{margin:0 0 1rem;text-wrap:pretty}
main>:last-child{margin-bottom:0}
.of{margin:0 0 .5rem;color:var(--muted);font-size:.9375rem}
.lead{color:var(--muted)}
.note{padding:.75rem 1rem;border-radius:.75rem;background:var(--note);color:var(--note-text);font-size:.9375rem}
form{margin:1.75rem 0 0}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend,.ask{display:block;padding:0;margin:0 0 .5rem;font-weight:600}
.ask span{color:var(--muted);font-weight:400}
.row{position:relative;display:flex;max-width:23rem;margin:0 -.375rem;padding-bottom:2rem}
.star{flex:1;display:grid;cursor:pointer}
.star input,.star svg{grid-area:1/1;width:100%;height:auto;aspect-ratio:1;margin:0}
.star input{opacity:0;cursor:pointer}
.star svg,.given svg{padding:.375rem;border-radius:.75rem;fill:none;stroke:var(--empty);stroke-width:1.2;stroke-linejoin:round;transition:fill .15s,stroke .15s}
.star svg{pointer-events:none}
.star input:checked+svg,.given .full{fill:var(--star);stroke:var(--edge)}
.star:has(~.star :checked) svg{fill:var(--star);stroke:var(--edge)}
@media (hover:hover){
.row:has(.star:hover) .star svg{fill:none;stroke:var(--empty)}
.row:has(.star:hover) .star:hover svg,.row:has(.star:hover) .star:has(~.star:hover) svg{fill:var(--star);stroke:var(--edge)}}
.star input:focus-visible+svg{outline:3px solid var(--accent);outline-offset:-1px}
.star span,.hint{position:absolute;left:.375rem;right:.375rem;bottom:0;color:var(--muted);font-size:.9375rem}
.star span{width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.star input:checked~span{width:auto;height:auto;clip-path:none}
.hint,.shape{display:none}
@supports selector(:has(*)){.row:not(:has(:checked)) .hint{display:block}}
.given{display:flex;gap:.125rem;margin:1.25rem -.25rem}
.given svg{width:2.5rem;height:2.5rem;padding:.25rem}
.comment{margin:1.25rem 0 1.5rem}
textarea{display:block;width:100%;min-height:8.5rem;padding:.75rem .875rem;border:1px solid var(--field);border-radius:.75rem;background:transparent;color:inherit;font:inherit;resize:vertical}
textarea:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button{display:block;width:100%;min-height:3.25rem;padding:.75rem 1.5rem;border:1px solid var(--accent);border-radius:.75rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-wrap:balance;cursor:pointer}
button:hover{background:var(--deep);border-color:var(--deep)}
.quiet{background:transparent;border-color:var(--field);color:var(--text)}
.quiet:hover{background:var(--page);border-color:var(--field)}
.error{margin:.5rem 0;color:var(--bad);font-weight:600;font-size:.9375rem}
.error::before{content:"! ";}
footer{padding:0 1.25rem 1.5rem;color:var(--muted);font-size:.875rem}
a{color:inherit;display:inline-block;padding:.75rem 0}
a:hover{color:var(--text)}
@media (min-width:36rem){
body{justify-content:center;align-items:center;padding:2rem;background:var(--page)}
main{flex:none;max-width:32rem;padding:2.5rem;border:1px solid var(--line);border-radius:1.25rem;background:var(--card);box-shadow:0 1px 2px #0000000a,0 8px 32px #0000000f}
.quiet{width:auto}
footer{padding:.75rem 0 0}}
@media (forced-colors:active){.star svg,.given svg{stroke:CanvasText}.star input:checked+svg,.given .full{fill:CanvasText;stroke:CanvasText}.star:has(~.star :checked) svg{fill:CanvasText;stroke:CanvasText}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`.trim().replaceAll('\n', '');

const ICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#f2ab1d" stroke="#a86800" d="M12 2l3 6.6 7 .8-5.2 4.8 1.4 7-6.2-3.5-6.2 3.5 1.4-7L2 9.4l7-.8z"/></svg>')}`;

/** What all these addresses answer with: links are secrets, and pages show only what they bring themselves. */
export const PUBLIC_HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** The shape of a star, drawn once and used by name. */
export const STAR = `<svg class="shape"><symbol id="s" viewBox="0 0 24 24"><path d="M12 2.5l2.9 6.2 6.6.8-4.9 4.6 1.3 6.7-5.9-3.3-5.9 3.3 1.3-6.7-4.9-4.6 6.6-.8z"/></symbol></svg>`;

/**
 * A whole page, without a script.
 *
 * @param title text
 * @param main markup, and so is the footer
 */
export function pageOf({ title, main, footer = '' }: { title: string; main: string; footer?: string }): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><link rel="icon" href="${ICON}"><style>${STYLE}</style></head><body><main>${main}</main>${footer === '' ? '' : `<footer>${footer}</footer>`}</body></html>`;
}
