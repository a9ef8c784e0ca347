import { useEffect, useSyncExternalStore } from 'react';
import type { LiveConnection } from '../../../shared/live/live-connection.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { rememberedName } from './browser-memory.ts';
import type { ChatRoom } from './chat-room.ts';
import type { ChatState } from './chat-state.ts';

interface Opening {
  /** Null while its code is on its way. */
  room: ChatRoom | null;
  /** Its code could not be loaded when it was tried last. */
  hasFailed: boolean;
  isTrying: boolean;
}

let opening: Opening = { room: null, hasFailed: false, isTrying: false };
const listeners = new Set<() => void>();

/** Opens the one room of this page; its code arrives with the first who wants it. */
async function openRoom(connection: LiveConnection): Promise<void> {
  if (opening.room !== null || opening.isTrying) return;
  set({ isTrying: true });
  try {
    const { ChatRoom: Room } = await import('./chat-room.ts');
    const room = new Room(connection);
    room.open();
    set({ room, hasFailed: false, isTrying: false });
  } catch {
    set({ hasFailed: true, isTrying: false });
  }
}

/** Chromium remembers what could not be imported for as long as the page is open: then only loading the page anew helps. */
async function tryAgain(connection: LiveConnection): Promise<void> {
  await openRoom(connection);
  if (opening.room === null && (await isServerThere())) window.location.reload();
}

function isServerThere(): Promise<boolean> {
  return fetch(window.location.href, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

export function useRoom(): Opening & { tryAgain: () => void } {
  const connection = useLiveConnection();
  useEffect(() => void openRoom(connection), [connection]);
  return { ...useSyncExternalStore(subscribe, () => opening), tryAgain: () => void tryAgain(connection) };
}

/** Whoever has joined in this browser is in the room on every page: they are online, and hear of what is said. */
export function useRoomOfMembers(): void {
  const connection = useLiveConnection();
  useEffect(() => {
    if (rememberedName() !== null) void openRoom(connection);
  }, [connection]);
}

/** Null without a room. */
export function useChatState(room: ChatRoom | null): ChatState | null {
  return useSyncExternalStore(room?.subscribe ?? neverChanges, () => room?.getState() ?? null);
}

const neverChanges = () => () => undefined;

function set(change: Partial<Opening>): void {
  opening = { ...opening, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
