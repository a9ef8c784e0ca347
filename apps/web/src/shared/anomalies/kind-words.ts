import type { Anomaly } from './anomaly.ts';

export const KIND_WORDS: Record<Anomaly['kind'], string> = { spike: 'Spike', drop: 'Drop', silence: 'Silence' };
