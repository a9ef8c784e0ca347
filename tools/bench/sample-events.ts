export const ID = '00000000-0000-0000-0000-000000000000';

const DEVICES = ['mobile', 'desktop', 'tablet'];

/** Events of one campaign over the last two minutes, as a client would send them; every id is {@link ID}. */
export function batchOfEvents(size: number, campaign: number) {
  const now = Math.floor(Date.now() / 1000) * 1000;
  return Array.from({ length: size }, (_, index) => ({
    event_id: ID,
    type: index % 20 === 19 ? 'click' : 'impression',
    campaign_id: `camp_${campaign}`,
    creative_id: 'cr_456',
    source: 'web',
    occurred_at: new Date(now - (index % 120) * 1000).toISOString(),
    user_id: 'u_999',
    metadata: { device_type: DEVICES[(campaign + index) % DEVICES.length]!, browser: 'chrome', cost: 0.01 },
  }));
}
