/** A campaign that is being named right before the caret. */
export interface BegunMention {
  /** What there is of it, without the #. */
  begun: string;
  /** Where the # stands. */
  start: number;
}

const BEGUN = /(?<=^|[\s([{"'“‘„«¿¡,;:/])#([^\s#]{0,200})$/u;
/** Others cannot be written in a text so that it is clear where they end. */
const WRITABLE = /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_.:@~-]*[\p{L}\p{N}\p{M}_])?$/u;

export function begunMention(text: string, caret: number): BegunMention | null {
  const match = BEGUN.exec(text.slice(0, caret));
  return match === null ? null : { begun: match[1]!, start: match.index };
}

export const isWritable = (campaignId: string): boolean => WRITABLE.test(campaignId);

/** @returns the text with the campaign named, and where the caret goes */
export function withMention(text: string, caret: number, { start }: BegunMention, campaignId: string): { text: string; caret: number } {
  const rest = text.slice(caret);
  const named = `${text.slice(0, start)}#${campaignId}${/^\s/u.test(rest) ? '' : ' '}`;
  return { text: named + rest, caret: named.length + (/^\s/u.test(rest) ? 1 : 0) };
}
