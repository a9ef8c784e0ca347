import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { CampaignMinutesReader, CampaignMinutesView } from '../../events/application/ports.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import { AnomalyWatch } from './anomaly-watch.ts';
import type { AnomalyStore } from './ports.ts';

const MINUTE = 60_000;
const TO = Date.UTC(2030, 0, 1);
const FROM = TO - 120 * MINUTE;

/** Every campaign has a spike in its last minutes. */
const campaigns: CampaignMinutesView[] = Array.from({ length: 120 }, (_, number) => ({
  campaignId: `c${String(number).padStart(3, '0')}`,
  minutes: Array.from({ length: 180 }, (__, place) => ({ ts: TO - (180 - place) * MINUTE, impressions: 40, clicks: place < 176 ? 4 : 30 })),
}));

const reader = {
  next: ({ after = '', limit }: { after: string | undefined; limit: number }) => Promise.resolve(campaigns.filter(({ campaignId }) => campaignId > after).slice(0, limit)),
} as unknown as CampaignMinutesReader;

class Store {
  readonly saved: Anomaly[] = [];

  constructor(private readonly stored: Anomaly[] = []) {}

  reachingInto(): Promise<Anomaly[]> {
    return Promise.resolve(this.stored);
  }

  save(anomalies: readonly Anomaly[]): Promise<Anomaly[]> {
    this.saved.push(...anomalies);
    return Promise.resolve([...anomalies]);
  }
}

function watchOver(store: Store): AnomalyWatch {
  return new AnomalyWatch(reader, store as unknown as AnomalyStore, new InProcessDomainEvents(pino({ level: 'silent' })));
}

describe('judging campaigns', () => {
  test('lets others have their turn after every few of them', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const store = new Store();
    await watchOver(store).judge(FROM, TO, () => false);
    clearImmediate(counting);
    expect(store.saved.map(({ campaignId, kind }) => `${campaignId} ${kind}`)).toEqual(campaigns.map(({ campaignId }) => `${campaignId} spike`));
    expect(turns).toBeGreaterThan(campaigns.length / 10);
  });

  test('judges those that are named and no others, and ends nothing of others', async () => {
    const underWay = (campaignId: string): Anomaly => ({ campaignId, kind: 'silence', since: FROM - 60 * MINUTE, lastMinute: FROM - MINUTE, isOver: false, figures: { impressions: 0, clicks: 0, expectedCtr: 0.1, low: null, high: null, expectedImpressions: 40 } });
    const store = new Store([underWay('c001'), underWay('gone'), underWay('gone, too')]);
    await watchOver(store).judge(FROM, TO, () => false, new Set(['c007', 'c113', 'gone']));
    expect(store.saved.map(({ campaignId, kind }) => `${campaignId} ${kind}`)).toEqual(['c007 spike', 'c113 spike', 'gone silence']);
  });
});
