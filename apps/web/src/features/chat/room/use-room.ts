import { useEffect, useSyncExternalStore } from 'react';
import type { LiveConnection } from '../../../shared/live/live-connection.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { rememberedName } from './browser-memory.ts';
import type { ChatRoom } from './chat-room.ts';
import type { ChatState } from './chat-state.ts';

let room: ChatRoom | null = null;
let isWanted = false;
const listeners = new Set<() => void>();

/** Opens the one room of this page; its code arrives with the first who wants it. */
function openRoom(connection: LiveConnection): void {
  if (isWanted) return;
  isWanted = true;
  import('./chat-room.ts').then(
    ({ ChatRoom: Room }) => {
      room = new Room(connection);
      room.open();
      for (const listener of listeners) listener();
    },
    // The server is away. The next one who wants it tries again.
    () => (isWanted = false),
  );
}

/** Null while its code is on its way. */
export function useRoom(): ChatRoom | null {
  const connection = useLiveConnection();
  useEffect(() => openRoom(connection), [connection]);
  return useSyncExternalStore(subscribe, () => room);
}

/** Whoever has joined in this browser is in the room on every page: they are online, and hear of what is said. */
export function useRoomOfMembers(): void {
  const connection = useLiveConnection();
  useEffect(() => {
    if (rememberedName() !== null) openRoom(connection);
  }, [connection]);
}

export function useChatState(opened: ChatRoom): ChatState {
  return useSyncExternalStore(opened.subscribe, opened.getState);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
