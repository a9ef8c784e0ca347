import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { DomainEventPublisher } from '../../../../libs/kernel/domain-events.ts';
import type { AnomaliesChanged } from '../../../../libs/pipeline/domain/domain-events.ts';
import { readCampaignId } from '../campaigns/campaign-params.ts';
import type { LiveTopic } from '../live/live-topic.ts';
import { ReReadView } from '../live/re-read-view.ts';
import type { PipelinePage } from './pipeline-page.ts';

const MINUTES = 30;
const CAMPAIGNS = 8;
const ANOMALIES = 20;
/** More at once are more than anybody reads. */
const ONGOING = 200;
const ANOMALIES_OF_CAMPAIGN = 100;

/** `pipeline`: all that the page "Pipeline" shows. Its minutes move while it is watched, so it is read about once a second. */
export function pipelineTopic(page: PipelinePage): LiveTopic {
  return {
    name: 'pipeline',
    parse: () => ({
      key: '',
      open: () =>
        new ReReadView({
          read: async () => {
            const [status, minutes, devices, anomalies, ongoing] = await Promise.all([page.status(), page.minutes(MINUTES, CAMPAIGNS), page.devices(MINUTES), page.anomalies({ limit: ANOMALIES }), page.anomalies({ isOngoing: true, limit: ONGOING })]);
            return { status, minutes, devices, anomalies, ongoing };
          },
          toBody: (all, asOf) => ({ as_of: formatUtcTime(asOf), ...all }),
          follow: () => () => undefined,
          moves: () => true,
        }),
    }),
  };
}

/** `anomalies {campaign_id}`: those of a campaign, for its chart. */
export function anomaliesTopic(page: PipelinePage, publisher: DomainEventPublisher): LiveTopic {
  return {
    name: 'anomalies',
    parse: (params) => {
      const campaignId = readCampaignId(params);
      return {
        key: campaignId,
        open: () =>
          new ReReadView({
            read: () => page.anomalies({ campaignId, limit: ANOMALIES_OF_CAMPAIGN }),
            toBody: ({ items }, asOf) => ({ as_of: formatUtcTime(asOf), items }),
            follow: (stale) => {
              const subscription = publisher.subscribe<AnomaliesChanged>('AnomaliesChanged', { handle: ({ event }) => (event.campaignId === campaignId ? stale() : undefined), missed: stale });
              return () => subscription.unsubscribe();
            },
          }),
      };
    },
  };
}
