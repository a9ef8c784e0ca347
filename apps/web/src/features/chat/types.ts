import type { paths } from '../../api/schema.d.ts';

export type ChatUser = paths['/api/chat/users']['get']['responses'][200]['content']['application/json']['items'][number];
export type ChatMessage = paths['/api/chat/messages']['get']['responses'][200]['content']['application/json']['items'][number];

/** Something that was written and is not known to be stored. */
export interface Unsent {
  /** The same whenever it is sent: the server stores it once. */
  clientId: string;
  /** Names are unique, and stay when the room moves to another database. */
  userName: string;
  text: string;
  /** Ms since 1970, by this browser's clock; what was written later has a later one. */
  writtenAt: number;
  /** Why the server does not take it; until somebody changes it, it is not sent again. */
  refusal?: string;
}
