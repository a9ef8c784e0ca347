import type { CampaignMinutesReader, CampaignMinutesView } from '../../events/application/ports.ts';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { AnomaliesChanged, AnomalyBegan } from '../domain/domain-events.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import { judgeMinutes, NEEDED_MINUTES } from '../domain/judge-minutes.ts';
import { reconcileAnomalies } from '../domain/reconcile-anomalies.ts';
import type { AnomalyStore } from './ports.ts';

const MINUTE_MS = 60_000;
/** Read at once, and written. */
const CAMPAIGNS_AT_ONCE = 50;
/** Judging two hours of one campaign takes up to 1.5 ms, in which this process answers nobody: fifty at once were 25 to 73 ms. */
const CAMPAIGNS_IN_A_TURN = 4;

/** Judges minutes from what is stored, in direct mode. */
export class AnomalyWatch {
  constructor(
    private readonly campaigns: CampaignMinutesReader,
    private readonly anomalies: AnomalyStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  /**
   * Judges campaigns from one minute up to another one (ms since 1970, the second exclusive), those minutes again that were judged before.
   *
   * @param named only these; undefined for all
   * @throws DomainError `STATS_UNAVAILABLE`, `PIPELINE_UNAVAILABLE` (unavailable); what was written by then stays
   */
  async judge(from: number, to: number, isClosing: () => boolean, named?: ReadonlySet<string>): Promise<void> {
    const isMeant = ({ campaignId }: { campaignId: string }): boolean => named === undefined || named.has(campaignId);
    const stored = Map.groupBy((await this.anomalies.reachingInto(from - MINUTE_MS)).filter(isMeant), ({ campaignId }) => campaignId);
    let campaigns: CampaignMinutesView[];
    let after: string | undefined;
    do {
      campaigns = await this.campaigns.next({ from: from - NEEDED_MINUTES * MINUTE_MS, to, after, limit: CAMPAIGNS_AT_ONCE });
      after = campaigns.at(-1)?.campaignId;
      await this.judgeEach(campaigns.filter(isMeant), from, to, stored);
      for (const { campaignId } of campaigns) stored.delete(campaignId);
    } while (campaigns.length === CAMPAIGNS_AT_ONCE && !isClosing());
    if (isClosing()) return;
    // Of a campaign that has had nothing for so long nothing goes on.
    await this.judgeEach([...stored.keys()].map((campaignId) => ({ campaignId, minutes: [] })), from, to, stored);
  }

  private async judgeEach(campaigns: readonly CampaignMinutesView[], from: number, to: number, stored: ReadonlyMap<string, Anomaly[]>): Promise<void> {
    const changed: Anomaly[] = [];
    for (const [place, campaign] of campaigns.entries()) {
      if (place > 0 && place % CAMPAIGNS_IN_A_TURN === 0) await new Promise((resolve) => void setImmediate(resolve));
      changed.push(...judgeCampaign(campaign, from, to, stored.get(campaign.campaignId) ?? []));
    }
    await this.write(changed);
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
