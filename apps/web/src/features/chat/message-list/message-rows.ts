import type { ChatMessage } from '../types.ts';

export type Row =
  | { kind: 'day'; key: string; time: string }
  | { kind: 'unread'; key: string }
  /** `isFirst`: says who it is from, and when; those that follow go on. */
  | { kind: 'message'; key: string; message: ChatMessage; isFirst: boolean };

/** Somebody who goes on within this has not to be named again. */
const TOGETHER_MS = 5 * 60_000;

/**
 * What the list shows: messages, between them the days (the reader's) on which they were sent, and the place of the first unread one.
 *
 * @param dayOf the same for times on the same day
 * @param unreadAfter the sequence after which the mark stands, or null
 */
export function rowsOf(messages: readonly ChatMessage[], unreadAfter: number | null, dayOf: (time: string) => string): Row[] {
  const rows: Row[] = [];
  let before: ChatMessage | undefined;
  // With the first of them above what is held, so is the mark.
  let isMarked = unreadAfter === null || (messages[0]?.sequence ?? 0) > unreadAfter + 1;
  for (const message of messages) {
    const isNewDay = before === undefined || dayOf(before.sent_at) !== dayOf(message.sent_at);
    if (isNewDay) rows.push({ kind: 'day', key: `day ${message.sequence}`, time: message.sent_at });
    const isFirstUnread = !isMarked && message.sequence > unreadAfter!;
    if (isFirstUnread) rows.push({ kind: 'unread', key: 'unread' });
    isMarked ||= isFirstUnread;
    rows.push({ kind: 'message', key: `message ${message.sequence}`, message, isFirst: isNewDay || isFirstUnread || !goesOn(before!, message) });
    before = message;
  }
  return rows;
}

function goesOn(before: ChatMessage, message: ChatMessage): boolean {
  return message.user !== null && before.user?.id === message.user.id && Date.parse(message.sent_at) - Date.parse(before.sent_at) < TOGETHER_MS;
}
