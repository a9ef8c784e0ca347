import type { CampaignMinutesReader, CampaignMinutesView } from '../../events/application/ports.ts';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { AnomaliesChanged, AnomalyBegan } from '../domain/domain-events.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import { judgeMinutes, NEEDED_MINUTES } from '../domain/judge-minutes.ts';
import { reconcileAnomalies } from '../domain/reconcile-anomalies.ts';
import type { AnomalyStore } from './ports.ts';

const MINUTE_MS = 60_000;
/** Judging one campaign takes a millisecond or so, in which nothing else is done. */
const CAMPAIGNS_AT_ONCE = 50;

/** Judges minutes from what is stored, in direct mode. */
export class AnomalyWatch {
  constructor(
    private readonly campaigns: CampaignMinutesReader,
    private readonly anomalies: AnomalyStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  /**
   * Judges all campaigns from one minute up to another one (ms since 1970, the second exclusive), those again that were judged before.
   *
   * @throws DomainError `STATS_UNAVAILABLE`, `PIPELINE_UNAVAILABLE` (unavailable); what was written by then stays
   */
  async judge(from: number, to: number, isClosing: () => boolean): Promise<void> {
    const stored = Map.groupBy(await this.anomalies.reachingInto(from - MINUTE_MS), ({ campaignId }) => campaignId);
    let campaigns: CampaignMinutesView[];
    let after: string | undefined;
    do {
      campaigns = await this.campaigns.next({ from: from - NEEDED_MINUTES * MINUTE_MS, to, after, limit: CAMPAIGNS_AT_ONCE });
      after = campaigns.at(-1)?.campaignId;
      await this.write(campaigns.flatMap((campaign) => judgeCampaign(campaign, from, to, stored.get(campaign.campaignId) ?? [])));
      for (const { campaignId } of campaigns) stored.delete(campaignId);
    } while (campaigns.length === CAMPAIGNS_AT_ONCE && !isClosing());
    if (isClosing()) return;
    // Of a campaign that has had nothing for so long nothing goes on.
    await this.write([...stored].flatMap(([campaignId, before]) => judgeCampaign({ campaignId, minutes: [] }, from, to, before)));
  }

  private async write(changed: readonly Anomaly[]): Promise<void> {
    if (changed.length === 0) return;
    const begun = await this.anomalies.save(changed);
    for (const campaignId of new Set(changed.map((anomaly) => anomaly.campaignId))) this.publisher.publish<AnomaliesChanged>({ type: 'AnomaliesChanged', campaignId });
    for (const anomaly of begun) this.publisher.publish<AnomalyBegan>({ type: 'AnomalyBegan', anomaly });
  }
}

function judgeCampaign({ campaignId, minutes }: CampaignMinutesView, from: number, to: number, stored: readonly Anomaly[]): Anomaly[] {
  const underWay = stored.filter(({ since, lastMinute, isOver }) => since < from - 2 * MINUTE_MS && lastMinute >= (isOver ? from : from - MINUTE_MS));
  const judged = judgeMinutes({ campaignId, minutes: minutes.map(({ ts, ...counts }) => ({ minute: ts, ...counts })), from, to, underWay });
  return reconcileAnomalies(stored, judged);
}
