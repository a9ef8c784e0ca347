/** Where events go: an address of Flightdeck's, or topics of Kafka's. What is not acknowledged is sent again. */
export interface Destination {
  /** Why nothing more will be delivered, once that is so. */
  readonly ended: string | undefined;
  /** Since when nothing has been acknowledged, for the live line; empty when all is well. */
  readonly standstill: string;
  /** Requests that were sent again. */
  readonly retries: number;
  /** Requests of which something may have been kept that had to be sent again. */
  readonly lostAnswers: number;
  /** Sends nothing again; what is on its way is still waited for. */
  stop(): void;
  close(): void | Promise<void>;
}
