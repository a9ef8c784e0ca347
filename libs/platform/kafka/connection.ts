import type { BaseOptions } from '@platformatic/kafka';

/** Waiting for brokers is bounded, and short: whoever uses them decides itself how often to try again. */
const CONNECT_MS = 3_000;
const ANSWER_MS = 10_000;

/** How every client reaches the brokers, given as `host:port`. */
export function kafkaConnection(brokers: string[]): BaseOptions {
  return {
    clientId: 'flightdeck',
    bootstrapBrokers: brokers,
    connectTimeout: CONNECT_MS,
    requestTimeout: ANSWER_MS,
    timeout: ANSWER_MS,
    retries: 2,
    retryDelay: 250,
  };
}
