import type { CampaignNames } from '../../../../libs/campaigns/application/campaign-names.ts';
import type { CampaignStore } from '../../../../libs/campaigns/application/ports.ts';
import type { CampaignMinutesReader } from '../../../../libs/events/application/ports.ts';
import { MINUTE_MS, minuteOf } from '../../../../libs/events/domain/minute.ts';
import type { AnomalyQuery, AnomalyStore, DeviceMinuteStore, PipelineStatusReader } from '../../../../libs/pipeline/application/ports.ts';
import { type AnomaliesBody, toAnomalyBody, toAnomalyCursor } from './anomaly.schema.ts';
import { type DevicesBody, type MinutesBody, type ShownMinutes, toDevicesBody, toMinutesBody } from './minutes.schema.ts';
import { type PipelineBody, toPipelineBody } from './pipeline.schema.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** What the page "Pipeline" shows, with the names that campaigns are registered under. */
export class PipelinePage {
  constructor(
    private readonly reader: PipelineStatusReader,
    private readonly campaigns: CampaignMinutesReader,
    private readonly deviceMinutes: DeviceMinuteStore,
    private readonly store: AnomalyStore,
    private readonly names: CampaignNames,
    private readonly registered: CampaignStore,
  ) {}

  async status(): Promise<PipelineBody> {
    return toPipelineBody(await this.reader.read());
  }

  async minutes(count: number, limit: number): Promise<MinutesBody> {
    const shown = lastMinutes(count);
    const [campaigns] = await Promise.all([this.campaigns.busiest({ ...shown, limit }), this.names.refresh()]);
    return toMinutesBody(shown, campaigns, (id) => this.names.of(id));
  }

  async devices(count: number): Promise<DevicesBody> {
    const shown = lastMinutes(count);
    return toDevicesBody(shown, await this.deviceMinutes.between(shown.from, shown.to));
  }

  /** @property isOngoing only those that last, and were seen within the last hour: what nobody judges any more does not last for ever */
  async anomalies({ limit, isOngoing = false, ...query }: Omit<AnomalyQuery, 'lastsAt'> & { isOngoing?: boolean }): Promise<AnomaliesBody> {
    const found = await this.store.newest({ ...query, limit: limit + 1, lastsAt: isOngoing ? Date.now() - HOUR_MS : undefined });
    const shown = found.slice(0, limit);
    const registered = await this.registered.findAll([...new Set(shown.map(({ campaignId }) => campaignId))]);
    const campaigns = new Map(registered.map((campaign) => [campaign.id, campaign]));
    return {
      items: shown.map((anomaly) => toAnomalyBody(anomaly, campaigns.get(anomaly.campaignId))),
      next_cursor: found.length > limit ? toAnomalyCursor(shown.at(-1)!) : null,
    };
  }
}

function lastMinutes(count: number): ShownMinutes {
  const to = minuteOf(Date.now()) + MINUTE_MS;
  return { from: to - count * MINUTE_MS, to };
}
