import type { ChatMessage } from '../types.ts';

/**
 * The part of the messages that the page holds, oldest first. Messages are numbered without gaps, so the numbers tell whether
 * something is missing between two, before the first, or after the last.
 */
export type MessageWindow = readonly ChatMessage[];

/** However long somebody scrolls or listens, the page holds no more than this. */
export const MAX_HELD = 300;

export const firstOf = (window: MessageWindow): number => window[0]?.sequence ?? 1;
export const lastOf = (window: MessageWindow): number => window.at(-1)?.sequence ?? 0;

/** Adds newer messages, as far as they follow without a gap; those it has already are passed over. What is too much goes at the other end. */
export function withNewer(window: MessageWindow, newer: MessageWindow): MessageWindow {
  const added: ChatMessage[] = [];
  let last = lastOf(window);
  for (const message of newer) {
    if (message.sequence !== last + 1) continue;
    added.push(message);
    last = message.sequence;
  }
  return added.length === 0 ? window : [...window, ...added].slice(-MAX_HELD);
}

/** Adds older messages where they end right before the window's first. What is too much goes at the other end. */
export function withOlder(window: MessageWindow, older: MessageWindow): MessageWindow {
  if (older.length === 0 || lastOf(older) + 1 !== firstOf(window)) return window;
  return [...older, ...window].slice(0, MAX_HELD);
}

/** Whether messages with the same number are different ones: the room was set back, as from a backup. */
export function isOtherHistory(window: MessageWindow, heard: MessageWindow): boolean {
  const held = new Map(window.map((message) => [message.sequence, message.client_id]));
  return heard.some(({ sequence, client_id }) => (held.get(sequence) ?? client_id) !== client_id);
}
