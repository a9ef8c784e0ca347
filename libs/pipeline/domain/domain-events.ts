import type { Anomaly } from './anomaly.ts';

/** Anomalies of a campaign have begun, gone on or ended. */
export interface AnomaliesChanged {
  type: 'AnomaliesChanged';
  campaignId: string;
}

/** An anomaly was written down for the first time. Told once, by the process that did it; after a replay of old events it may have begun long ago. */
export interface AnomalyBegan {
  type: 'AnomalyBegan';
  anomaly: Anomaly;
}
