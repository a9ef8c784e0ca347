import type { CampaignStore } from '../../campaigns/application/ports.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import { nextOpening } from '../domain/sending-window.ts';
import type { DispatchPace, Pace } from './dispatch-pace.ts';
import { campaignNotFound } from './errors.ts';
import type { DispatchStore, FeedbackFigures, FeedbackStore, ImportStore, OutreachReader, OutreachState, OutreachSummary, RecipientImport } from './ports.ts';

/** Why a dispatch that goes on sends nothing now, and until when (ms since 1970). */
export interface Waiting {
  reason: 'schedule' | 'window' | 'retry';
  until: number;
}

export interface DispatchView extends Dispatch, Pace {
  waiting: Waiting | null;
}

export interface OutreachView extends Omit<OutreachState, 'dispatch' | 'nextAttemptAt'> {
  campaignId: string;
  dispatch: DispatchView | null;
  feedback: FeedbackFigures;
  import: RecipientImport | null;
}

export interface CampaignOutreach extends OutreachSummary {
  name: string;
}

/** What pages show of outreach. */
export class OutreachViews {
  constructor(
    private readonly parts: { reader: OutreachReader; dispatches: DispatchStore; feedback: FeedbackStore; imports: ImportStore; campaigns: CampaignStore; pace: DispatchPace },
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws DomainError `CAMPAIGN_NOT_FOUND` */
  async require(campaignId: string): Promise<OutreachView> {
    const view = await this.find(campaignId);
    if (view === undefined) throw campaignNotFound();
    return view;
  }

  /** Undefined when no campaign is registered under this id. */
  async find(campaignId: string): Promise<OutreachView | undefined> {
    const { reader, feedback, imports, campaigns } = this.parts;
    const campaign = await campaigns.find(campaignId);
    if (campaign === undefined) return undefined;
    const { dispatch, nextAttemptAt, ...state } = await reader.state(campaignId);
    return {
      ...state,
      campaignId,
      dispatch: dispatch && this.viewOf(dispatch, campaign.timeZone, nextAttemptAt),
      // Who was reached and who was not is counted in two places of the page; of one moment it is the same in both.
      feedback: { ...(await feedback.figures(campaignId)), sent: state.recipients.sent, failed: state.recipients.failed },
      import: (await imports.latest(campaignId)) ?? null,
    };
  }

  /** @throws DomainError `CAMPAIGN_NOT_FOUND` */
  async requireCampaign(campaignId: string): Promise<void> {
    if ((await this.parts.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
  }

  /** Whether recipients of a campaign may change without a request to this process. */
  isMoving(campaignId: string): Promise<boolean> {
    return this.parts.reader.isMoving(campaignId);
  }

  /** @returns undefined when there is none */
  async dispatch(id: string): Promise<DispatchView | undefined> {
    const dispatch = await this.parts.dispatches.find(id);
    return dispatch && this.describe(dispatch);
  }

  async describe(dispatch: Dispatch): Promise<DispatchView> {
    const { reader, campaigns } = this.parts;
    const campaign = await campaigns.find(dispatch.campaignId);
    const isIdle = dispatch.status === 'processing' && dispatch.sending === 0 && dispatch.queued > 0;
    const nextAttemptAt = isIdle ? (await reader.state(dispatch.campaignId)).nextAttemptAt : null;
    return this.viewOf(dispatch, campaign?.timeZone ?? 'UTC', nextAttemptAt);
  }

  /** Every registered campaign: those with a dispatch first, the newest one at the top, then those with recipients, then the others by name. */
  async list(): Promise<CampaignOutreach[]> {
    const [names, summaries] = await Promise.all([this.parts.campaigns.names(), this.parts.reader.summaries()]);
    const known = new Map(summaries.map((summary) => [summary.campaignId, summary]));
    const rank = ({ dispatch, recipients }: OutreachSummary): number => dispatch?.createdAt ?? (recipients > 0 ? 0 : -1);
    return [...names]
      .map(([campaignId, name]) => ({ ...(known.get(campaignId) ?? { campaignId, recipients: 0, dispatch: null, responses: 0, averageRating: null }), name }))
      .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name, 'en') || (a.campaignId < b.campaignId ? -1 : 1));
  }

  private viewOf(dispatch: Dispatch, timeZone: string, nextAttemptAt: number | null): DispatchView {
    return { ...dispatch, ...this.parts.pace.of(dispatch), waiting: this.waiting(dispatch, timeZone, nextAttemptAt) };
  }

  private waiting({ status, scheduledAt, window, queued }: Dispatch, timeZone: string, nextAttemptAt: number | null): Waiting | null {
    const now = this.now();
    if (status === 'pending') return scheduledAt !== null && scheduledAt > now ? { reason: 'schedule', until: scheduledAt } : null;
    if (status !== 'processing' || queued === 0) return null;
    const opening = window === null ? now : nextOpening(window, now, timeZone);
    if (opening > now) return { reason: 'window', until: opening };
    return nextAttemptAt !== null && nextAttemptAt > now ? { reason: 'retry', until: nextAttemptAt } : null;
  }
}
