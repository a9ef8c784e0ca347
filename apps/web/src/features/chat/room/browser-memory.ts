import type { Unsent } from '../types.ts';

const NAME = 'flightdeck-chat-name';
/** Each unsent message has an entry of its own: windows that write at the same moment would overwrite a common one. */
const UNSENT = 'flightdeck-chat-unsent/';

/** Who this browser was last, for all its windows; null when nobody has joined, or has left. */
export const rememberedName = (): string | null => entry(NAME);

export function rememberName(name: string | null): void {
  keep(NAME, name);
}

/** What was written in any window of this browser and is not known to be stored, of every user who was here. */
export function rememberedUnsent(): Unsent[] {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place) ?? '');
    return keys.filter((key) => key.startsWith(UNSENT)).flatMap((key) => toUnsent(entry(key)) ?? []);
  } catch {
    return [];
  }
}

export function rememberUnsent(unsent: Unsent): void {
  keep(UNSENT + unsent.clientId, JSON.stringify(unsent));
}

export function forgetUnsent(clientId: string): void {
  keep(UNSENT + clientId, null);
}

interface OtherWindows {
  /** One has joined or left. */
  name: () => void;
  /** One has written something, or the server has refused it; undefined: it is sent, or discarded. */
  unsent: (clientId: string, unsent: Unsent | undefined) => void;
}

/** Calls when another window of this browser does something. Never ends. */
export function onOtherWindows(handlers: OtherWindows): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === NAME || key === null) handlers.name();
    if (key?.startsWith(UNSENT)) handlers.unsent(key.slice(UNSENT.length), toUnsent(newValue));
  });
}

function toUnsent(text: string | null): Unsent | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const { clientId, userName, text: written, writtenAt } = (value ?? {}) as Partial<Unsent>;
    const isOne = typeof clientId === 'string' && typeof userName === 'string' && typeof written === 'string' && typeof writtenAt === 'number';
    return isOne ? (value as Unsent) : undefined;
  } catch {
    return undefined;
  }
}

// A browser may keep nothing for a page: private windows, settings, a full disk. Then this window alone remembers who it is.
let ownName: string | null = null;

function entry(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? (key === NAME ? ownName : null);
  } catch {
    return key === NAME ? ownName : null;
  }
}

function keep(key: string, value: string | null): void {
  if (key === NAME) ownName = null;
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Unsent messages are in the memory of the window that has them, too.
    if (key === NAME) ownName = value;
  }
}
