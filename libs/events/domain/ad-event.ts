export type AdEventType = 'click' | 'impression';

/** One thing that happened to an ad, as a client reported it. Its identity is `eventId`, however often it is delivered. */
export interface AdEvent {
  eventId: string;
  type: AdEventType;
  campaignId: string;
  creativeId: string | null;
  source: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  occurredAt: number;
  userId: string | null;
  /** What else the client sent, as JSON text. */
  metadata: string | null;
  deviceType: string;
  /** Money spent for this impression, in currency units; 0 for clicks and where nothing was reported. */
  cost: number;
}

/** The device type that minutes are kept under when the client reported none. */
export const UNKNOWN_DEVICE = 'unknown';
