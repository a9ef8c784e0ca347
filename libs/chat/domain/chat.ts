export interface ChatUser {
  id: string;
  name: string;
}

export interface ChatMessage {
  /** The messages of the room are numbered from 1, without gaps, in the order in which they were stored. */
  sequence: number;
  /** Null: Flightdeck itself. */
  user: ChatUser | null;
  /** Made by whoever sent it, and the same when it is sent again. */
  clientId: string;
  text: string;
  /** The campaign that a message of Flightdeck's own is about. */
  campaignId: string | null;
  /** Milliseconds since 1970. */
  sentAt: number;
}
