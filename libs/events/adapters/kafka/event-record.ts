import { type AdEvent, UNKNOWN_DEVICE } from '../../domain/ad-event.ts';

/** An event as a record of the topic `events`; docs/pipeline.md describes it. */
export function eventRecord(event: AdEvent): string {
  return JSON.stringify({
    event_id: event.eventId,
    type: event.type,
    campaign_id: event.campaignId,
    creative_id: event.creativeId,
    source: event.source,
    user_id: event.userId,
    device_type: event.deviceType === UNKNOWN_DEVICE ? null : event.deviceType,
    impression_id: impressionOf(event),
    cost: event.cost === 0 ? null : event.cost,
    metadata: event.metadata,
    occurred_at: event.occurredAt,
  });
}

function impressionOf({ type, metadata }: AdEvent): string | null {
  // Most metadata does not name one, and need not be read.
  if (type !== 'click' || metadata === null || !metadata.includes('"impression_id"')) return null;
  const { impression_id: impressionId } = JSON.parse(metadata) as { impression_id?: unknown };
  return typeof impressionId === 'string' && impressionId !== '' ? impressionId : null;
}
