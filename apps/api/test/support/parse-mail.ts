/** What a mail client shows. */
export interface Mail {
  /** By their names in lower case, decoded, in one line each. */
  headers: Map<string, string>;
  subject: string;
  text: string;
  html: string;
  /** As it came. */
  raw: string;
}

/** Reads a mail as RFC 5322, 2045 and 2047 have it: one text, or alternatives of text and HTML, in UTF-8. */
export function parseMail(bytes: Buffer): Mail {
  const raw = bytes.toString('latin1');
  const { headers, body } = entity(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  const parts = boundary === undefined ? [{ headers, body }] : body.split(new RegExp(`\r\n--${boundary}(?:--)?\r\n|^--${boundary}\r\n`)).slice(1).map(entity);
  const contentOf = (type: string): string => {
    const part = parts.find((each) => (each.headers.get('content-type') ?? 'text/plain').startsWith(type));
    return part === undefined ? '' : decodeBody(part.body, part.headers.get('content-transfer-encoding') ?? '').replaceAll('\r\n', '\n').replace(/\n$/, '');
  };
  return { headers, subject: headers.get('subject') ?? '', text: contentOf('text/plain'), html: contentOf('text/html'), raw: bytes.toString() };
}

function entity(text: string): { headers: Map<string, string>; body: string } {
  const end = text.indexOf('\r\n\r\n');
  const lines = text.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), decodeWords(line.slice(line.indexOf(':') + 1).trim())]));
  return { headers, body: text.slice(end + 4) };
}

function decodeBody(text: string, encoding: string): string {
  if (encoding.toLowerCase() === 'base64') return Buffer.from(text, 'base64').toString();
  const bytes = encoding.toLowerCase() === 'quoted-printable' ? unquoted(text.replaceAll('=\r\n', '')) : text;
  return Buffer.from(bytes, 'latin1').toString();
}

function unquoted(text: string): string {
  return text.replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Encoded words that follow each other are one text; a character may be parted between them. */
function decodeWords(text: string): string {
  const joined = text.replaceAll(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replaceAll(/(?:=\?UTF-8\?[BQ]\?[^?]*\?=)+/gi, (words) => {
    const bytes = [...words.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)].map(([, kind, content]) =>
      kind!.toUpperCase() === 'B' ? Buffer.from(content!, 'base64') : Buffer.from(unquoted(content!.replaceAll('_', ' ')), 'latin1'),
    );
    return Buffer.concat(bytes).toString();
  });
}
