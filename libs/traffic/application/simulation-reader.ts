import { CampaignStore } from '../../campaigns/application/ports.ts';
import type { SimulationCrashed } from '../domain/domain-events.ts';
import { presetSettings, type SimulationSettings } from '../domain/simulation-settings.ts';
import { givenUp, settingsWanted, type SimulationStatus } from '../domain/simulation.ts';
import { campaignNotFound } from './errors.ts';
import { RunAudit, SimulationStore } from './ports.ts';

export interface SimulationView {
  campaignId: string;
  status: SimulationStatus | 'off';
  settings: SimulationSettings;
  startedAt: number | null;
  endsAt: number | null;
  restarts: number;
  restartAt: number | null;
  reason: string | null;
  /** What the simulator's ledger says, at the last checkpoint. */
  sent: { impressions: number; clicks: number; repeats: number };
  /** What Flightdeck has stored of it, and recognised as repeated. */
  counted: { impressions: number; clicks: number; duplicates: number };
  /** Whether it may be counted some seconds after it was acknowledged. */
  isCountedLater: boolean;
  agrees: boolean;
  resent: number;
  heldBack: number;
}

export class SimulationReader {
  private readonly store: SimulationStore;
  private readonly campaigns: CampaignStore;
  private readonly audit: RunAudit;

  constructor(store: SimulationStore, campaigns: CampaignStore, audit: RunAudit) {
    this.store = store;
    this.campaigns = campaigns;
    this.audit = audit;
  }

  /** @throws DomainError `CAMPAIGN_NOT_FOUND`, and what {@link find} throws */
  async view(campaignId: string): Promise<SimulationView> {
    const view = await this.find(campaignId);
    if (view === undefined) throw campaignNotFound();
    return view;
  }

  /**
   * What {@link SimulationCrashed} has told since a time (ms since 1970), and what it could not tell because its process was
   * killed, in that order. Of each campaign the last run alone.
   *
   * @throws DomainError `SIMULATIONS_UNAVAILABLE` (unavailable)
   */
  async crashedSince(time: number): Promise<SimulationCrashed[]> {
    return (await this.store.crashedSince(time)).map(givenUp);
  }

  /**
   * @returns undefined when there is no such campaign
   * @throws DomainError `SIMULATIONS_UNAVAILABLE`, `CAMPAIGNS_UNAVAILABLE` (unavailable)
   */
  async find(campaignId: string): Promise<SimulationView | undefined> {
    const simulation = await this.store.find(campaignId);
    const isCountedLater = this.audit.isLater;
    if (simulation === undefined) return (await this.campaigns.find(campaignId)) && neverStarted(campaignId, isCountedLater);
    const { status, startedAt, restarts, restartAt, reason, ledger } = simulation;
    const verified = await this.audit.current(simulation);
    const sent = { impressions: ledger.impressions, clicks: ledger.clicks, repeats: ledger.repeats };
    const counted = { impressions: verified.impressions, clicks: verified.clicks, duplicates: ledger.repeatsRecognised };
    // Counted later, repeats are recognised by whoever counts: were they not, the others would not agree. What is known of them here is less.
    const agrees = sent.impressions === counted.impressions && sent.clicks === counted.clicks && (isCountedLater || sent.repeats === counted.duplicates);
    return { campaignId, status, ...settingsWanted(simulation), startedAt, restarts, restartAt, reason, sent, counted, isCountedLater, agrees, resent: ledger.resent, heldBack: ledger.heldBack };
  }
}

function neverStarted(campaignId: string, isCountedLater: boolean): SimulationView {
  return {
    campaignId,
    status: 'off',
    settings: presetSettings('steady'),
    startedAt: null,
    endsAt: null,
    restarts: 0,
    restartAt: null,
    reason: null,
    sent: { impressions: 0, clicks: 0, repeats: 0 },
    counted: { impressions: 0, clicks: 0, duplicates: 0 },
    isCountedLater,
    agrees: true,
    resent: 0,
    heldBack: 0,
  };
}
