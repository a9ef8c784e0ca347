import { expect } from '@jest/globals';
import type { FiguresBody } from '../../src/campaigns/campaign.schema.ts';
import type { DeletionBody } from '../../src/campaigns/deletion.schema.ts';
import type { FeedEventBody } from '../../src/campaigns/feed.schema.ts';
import type { ReportBody } from '../../src/campaigns/report.schema.ts';
import type { SimulationBody } from '../../src/traffic/simulation.schema.ts';
import { eventually } from './eventually.ts';
import { connectLive, type LiveClient } from './live-client.ts';

const TOPICS = ['figures', 'report', 'feed', 'simulation', 'deletions'];

/** A browser with everything about one campaign open, and what it shows after all it was told. */
export class Onlooker {
  private readonly client: LiveClient;
  private readonly campaignId: string;

  constructor(client: LiveClient, campaignId: string) {
    this.client = client;
    this.campaignId = campaignId;
  }

  get listVersion(): number {
    return this.last<{ list_version: number }>('figures').list_version;
  }

  get figures(): FiguresBody {
    const rows = this.client.bodies<{ figures: FiguresBody[] }>('figures').flatMap(({ figures }) => figures);
    return rows.findLast(({ campaign_id }) => campaign_id === this.campaignId)!;
  }

  /** Sums of the points, and of the devices. */
  get report(): { impressions: number; clicks: number; devices: number } {
    const points = new Map<string, ReportBody['points'][number]>();
    let devices: ReportBody['breakdowns']['device'] = [];
    for (const { key, kind, body } of this.client.messages) {
      if (key !== 'report') continue;
      const report = body as unknown as ReportBody & { breakdowns: ReportBody['breakdowns'] | null };
      if (kind === 'snapshot') points.clear();
      for (const point of report.points) points.set(point.ts, point);
      devices = report.breakdowns?.device ?? devices;
    }
    const total = (of: { impressions: number; clicks: number }[], what: 'impressions' | 'clicks') => of.reduce((sum, each) => sum + each[what], 0);
    return {
      impressions: total([...points.values()], 'impressions'),
      clicks: total([...points.values()], 'clicks'),
      devices: total(devices, 'impressions') + total(devices, 'clicks'),
    };
  }

  /** Ids of all events that the feed has named. */
  get feed(): Set<string> {
    return new Set(this.client.bodies<{ events: FeedEventBody[] }>('feed').flatMap(({ events }) => events.map(({ event_id }) => event_id)));
  }

  get simulation(): SimulationBody | null {
    return this.last<{ simulation: SimulationBody | null }>('simulation').simulation;
  }

  /** Of the campaign's events, while it goes on and for a minute after. */
  get deletion(): DeletionBody | undefined {
    return this.last<{ deletions: DeletionBody[] }>('deletions').deletions.find(({ campaign_id }) => campaign_id === this.campaignId);
  }

  close(): void {
    this.client.close();
  }

  private last<Body>(key: string): Body {
    return this.client.bodies<Body>(key).at(-1)!;
  }
}

/** Resolves when all topics have told how things stand. */
export async function watchCampaign(url: string, campaignId: string): Promise<Onlooker> {
  const client = await connectLive(url);
  const params = { campaign_id: campaignId };
  const paramsOf: Record<string, object> = { figures: { ids: [campaignId] }, report: { ...params, window: '1h' } };
  for (const topic of TOPICS) client.watch(topic, topic, paramsOf[topic] ?? params);
  await eventually(() => expect(client.messages.map(({ key }) => key)).toEqual(expect.arrayContaining(TOPICS)));
  return new Onlooker(client, campaignId);
}
