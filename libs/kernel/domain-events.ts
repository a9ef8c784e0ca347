/** Something that has happened and is committed. Plain JSON data: it may cross processes. */
export interface DomainEvent {
  readonly type: string;
}

export interface Delivery<E extends DomainEvent = DomainEvent> {
  event: E;
  /** True when another process published it. */
  remote: boolean;
}

export interface Subscription {
  /** Stops deliveries. What is still waiting is dropped. */
  unsubscribe(): void;
}

export interface Subscriber<E extends DomainEvent> {
  /** Called once per event, one after the other. What it throws is logged and does not reach the publisher. */
  handle(delivery: Delivery<E>): void | Promise<void>;
  /** Called when events were missed (the subscriber lagged, a connection broke): read the state anew. */
  missed?(): void | Promise<void>;
}

/**
 * Tells whoever listens what has been committed. Telling is a courtesy, never part of the business: `publish` returns
 * at once and never throws, whatever the subscribers or the network do. Delivery is at most once, in order per
 * publisher; `missed` says when something was lost.
 */
export abstract class DomainEventPublisher {
  abstract publish<E extends DomainEvent>(event: E): void;
  abstract subscribe<E extends DomainEvent>(type: E['type'], subscriber: Subscriber<E>): Subscription;
  abstract close(): Promise<void>;
}
