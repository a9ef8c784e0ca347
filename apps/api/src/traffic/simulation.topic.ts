import type { CampaignChanged } from '../../../../libs/campaigns/domain/domain-events.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { DomainEventPublisher, Subscriber } from '../../../../libs/kernel/domain-events.ts';
import type { SimulationReader } from '../../../../libs/traffic/application/simulation-reader.ts';
import type { SimulationChanged } from '../../../../libs/traffic/domain/domain-events.ts';
import { readCampaignId } from '../campaigns/campaign-params.ts';
import type { LiveTopic } from '../live/live-topic.ts';
import { ReReadView } from '../live/re-read-view.ts';
import { toSimulationBody } from './simulation.schema.ts';

/** `simulation {campaign_id}`: its state, and what was sent and counted; null when no campaign has this id. */
export function simulationTopic(simulations: SimulationReader, publisher: DomainEventPublisher): LiveTopic {
  return {
    name: 'simulation',
    parse: (params) => {
      const campaignId = readCampaignId(params);
      return {
        key: campaignId,
        open: () =>
          new ReReadView({
            read: () => simulations.find(campaignId),
            toBody: (view, asOf) => ({ as_of: formatUtcTime(asOf), simulation: view ? toSimulationBody(view) : null }),
            // What was sent last is counted when its run may be over, and nobody tells.
            moves: (view) => view !== undefined && view.isCountedLater && !view.agrees,
            follow: (stale) => {
              const subscriber: Subscriber<SimulationChanged | CampaignChanged> = {
                handle: ({ event }) => {
                  if (event.campaignId === campaignId) stale();
                },
                missed: stale,
              };
              const subscriptions = [
                publisher.subscribe<SimulationChanged>('SimulationChanged', subscriber),
                // What has no campaign has no simulation.
                publisher.subscribe<CampaignChanged>('CampaignChanged', subscriber),
              ];
              return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
            },
          }),
      };
    },
  };
}
