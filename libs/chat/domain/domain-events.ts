/** A message was stored: there is one to read after those known so far. */
export interface MessagePosted {
  type: 'MessagePosted';
  sequence: number;
  /** Null: Flightdeck itself. */
  userId: string | null;
}

/** Somebody joined who was never here before. */
export interface ChatUserCreated {
  type: 'ChatUserCreated';
  userId: string;
}

/** Somebody came or went: the registry of presence tells who is here. */
export interface PresenceChanged {
  type: 'PresenceChanged';
}

/** Somebody writes, or has stopped. Told again every few seconds as long as it goes on. */
export interface UserTyping {
  type: 'UserTyping';
  userId: string;
  isTyping: boolean;
}

/** Somebody has seen the messages up to this one. */
export interface MessagesRead {
  type: 'MessagesRead';
  userId: string;
  upTo: number;
}
