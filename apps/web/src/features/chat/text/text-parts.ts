import { LinkifyIt } from 'linkify-it';

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string } | { kind: 'mention'; text: string; campaignId: string };

/** Only what says that it is an address of the web: "main.rs" and "3.14" are none. */
const links = new LinkifyIt({ fuzzyEmail: false }).add('ftp:', null).add('mailto:', null).add('//', null);

/** After a space or an opening bracket or quote; a full stop or the like at the end belongs to the sentence. */
const MENTION = /(?<=^|[\s([{"'“‘„«¿¡,;:/])#([\p{L}\p{N}_][\p{L}\p{N}\p{M}_.:@~-]{0,199})/gu;
const SENTENCE_END = /[.:~@-]+$/u;

/** The links and the campaigns that a text names. All parts together are the text, letter for letter. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { index, lastIndex, url } of links.match(text) ?? []) {
    parts.push(...mentionsIn(text.slice(end, index)), { kind: 'link', text: text.slice(index, lastIndex), url });
    end = lastIndex;
  }
  return [...parts, ...mentionsIn(text.slice(end))];
}

function mentionsIn(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 1: named, index } of text.matchAll(MENTION)) {
    const campaignId = named!.replace(SENTENCE_END, '');
    const after = index + 1 + campaignId.length;
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push({ kind: 'mention', text: text.slice(index, after), campaignId });
    end = after;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** Of the campaigns that may be named in texts, each once. Which of them there are, somebody else knows. */
export function mentionedIn(texts: Iterable<string>): string[] {
  const ids = new Set<string>();
  for (const text of texts) {
    if (!text.includes('#')) continue;
    for (const part of partsOf(text)) if (part.kind === 'mention') ids.add(part.campaignId);
  }
  return [...ids];
}
