import type { LiveFigures } from '../../../../libs/campaigns/application/live-figures.ts';
import type { CampaignNews } from '../../../../libs/events/application/campaign-news.ts';
import { LiveFeed } from '../../../../libs/events/application/live-feed.ts';
import { LiveReport } from '../../../../libs/events/application/live-report.ts';
import type { CampaignStatsReader, EventDeletions, StoredEventsReader } from '../../../../libs/events/application/ports.ts';
import type { EventsDeleted } from '../../../../libs/events/domain/domain-events.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { DomainEventPublisher } from '../../../../libs/kernel/domain-events.ts';
import type { LiveTopic } from '../live/live-topic.ts';
import { ReReadView } from '../live/re-read-view.ts';
import { toFiguresBody } from './campaign.schema.ts';
import { readCampaignId, readIds, readReportQuery } from './campaign-params.ts';
import { toDeletionBody } from './deletion.schema.ts';
import { toFeedEventBody } from './feed.schema.ts';
import { toReportBody, toReportChangesBody } from './report.schema.ts';

/** `figures {ids}`: totals, pacing and the last hour of the campaigns that a page lists. */
export function figuresTopic(figures: LiveFigures): LiveTopic {
  return {
    name: 'figures',
    parse: (params) => {
      const ids = readIds(params);
      const toBody = (rows: ReturnType<typeof figures.figuresOf>[]): { as_of: string; list_version: number; figures: object[] } => ({
        as_of: formatUtcTime(figures.asOf),
        list_version: figures.listVersion,
        figures: rows.map(toFiguresBody),
      });
      return {
        key: JSON.stringify(ids),
        open: () => ({
          get version() {
            return figures.versionOf(ids);
          },
          refresh: () => figures.refresh(ids),
          whole: () => toBody(ids.map((id) => figures.figuresOf(id))),
          since: (version) => toBody(figures.changedSince(ids, version)),
          close: () => undefined,
        }),
      };
    },
  };
}

/** `report {campaign_id, window | from and to, granularity, compare}`: what the chart and the breakdowns show. */
export function reportTopic(stats: CampaignStatsReader, news: CampaignNews): LiveTopic {
  return {
    name: 'report',
    parse: (params) => {
      const query = readReportQuery(params);
      return {
        key: JSON.stringify(query),
        open: () => {
          const report = new LiveReport(query, stats, news);
          return {
            get version() {
              return report.version;
            },
            refresh: () => report.refresh(),
            whole: () => toReportBody(report.view()),
            since: (version) => {
              const changes = report.changesSince(version);
              return changes && toReportChangesBody(changes);
            },
            close: () => report.close(),
          };
        },
      };
    },
  };
}

/** `feed {campaign_id}`: the newest events. */
export function feedTopic(events: StoredEventsReader, news: CampaignNews): LiveTopic {
  return {
    name: 'feed',
    parse: (params) => {
      const campaignId = readCampaignId(params);
      return {
        key: campaignId,
        open: () => {
          const feed = new LiveFeed(campaignId, events, news);
          const toBody = ({ asOf, accepted, events: shown }: ReturnType<typeof feed.view>): { as_of: string; accepted: number; events: object[] } => ({
            as_of: formatUtcTime(asOf),
            accepted,
            events: shown.map(toFeedEventBody),
          });
          return {
            get version() {
              return feed.version;
            },
            refresh: () => feed.refresh(),
            whole: () => toBody(feed.view()),
            since: (version) => {
              const changes = feed.changesSince(version);
              return changes && toBody(changes);
            },
            close: () => feed.close(),
          };
        },
      };
    },
  };
}

/** How long those who watch are told that a deletion has ended: a short one may be over before they hear that it began. */
const ENDED_MS = 60_000;

/** `deletions`: how far the deletions of campaigns' events are that are under way, or have just ended. */
export function deletionsTopic(deletions: EventDeletions, publisher: DomainEventPublisher): LiveTopic {
  return {
    name: 'deletions',
    parse: () => ({
      key: '',
      open: () =>
        new ReReadView({
          read: () => deletions.since(Date.now() - ENDED_MS),
          toBody: (found, asOf) => ({ as_of: formatUtcTime(asOf), deletions: found.map(toDeletionBody) }),
          follow: (stale) => {
            const subscription = publisher.subscribe<EventsDeleted>('EventsDeleted', { handle: stale, missed: stale });
            return () => subscription.unsubscribe();
          },
        }),
    }),
  };
}
