import type { Unsent } from '../types.ts';

const NAME = 'flightdeck-chat-name';
const OUTBOX = 'flightdeck-chat-outbox';

/** Who this browser was last, for all its windows; null when nobody has joined, or has left. */
export const rememberedName = (): string | null => read(NAME);

export function rememberName(name: string | null): void {
  write(NAME, name);
}

/** What was written in any window of this browser and not sent yet, of every user who was here. */
export function readOutbox(): Unsent[] {
  try {
    const kept: unknown = JSON.parse(read(OUTBOX) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isUnsent) : [];
  } catch {
    return [];
  }
}

/** Changes it for all windows: each may have added something meanwhile. */
export function changeOutbox(change: (outbox: Unsent[]) => Unsent[]): Unsent[] {
  const changed = change(readOutbox());
  write(OUTBOX, changed.length === 0 ? null : JSON.stringify(changed));
  return changed;
}

/** Calls when another window has joined or left, or has sent or written something. @returns a function that ends it */
export function onOtherWindows(handlers: { name: () => void; outbox: () => void }): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === NAME || key === null) handlers.name();
    if (key === OUTBOX || key === null) handlers.outbox();
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

function isUnsent(value: unknown): value is Unsent {
  const { clientId, userId, text, writtenAt } = (value ?? {}) as Partial<Unsent>;
  return typeof clientId === 'string' && typeof userId === 'string' && typeof text === 'string' && typeof writtenAt === 'number';
}

// A browser may keep nothing for a page: private windows, settings, a full disk. Then this window alone remembers.
const own = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? own.get(key) ?? null;
  } catch {
    return own.get(key) ?? null;
  }
}

function write(key: string, value: string | null): void {
  own.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    if (value !== null) own.set(key, value);
  }
}
