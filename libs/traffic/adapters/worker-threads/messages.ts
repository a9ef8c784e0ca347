import type { TrafficBatch } from '../../domain/traffic-generator.ts';

/** What a thread is told. */
export type Order = 'acknowledge' | 'crash';

/** What a thread tells: a batch that waits to be delivered, or merely that it lives. */
export type Report = TrafficBatch | 'alive';
