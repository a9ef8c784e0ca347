import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { DomainEventPublisher } from '../../../../libs/kernel/domain-events.ts';
import { LiveRecipients } from '../../../../libs/outreach/application/live-recipients.ts';
import { followOutreach } from '../../../../libs/outreach/application/outreach-news.ts';
import type { OutreachView, OutreachViews } from '../../../../libs/outreach/application/outreach-views.ts';
import type { RecipientStore, RecipientView } from '../../../../libs/outreach/application/ports.ts';
import type { Dispatch } from '../../../../libs/outreach/domain/dispatch.ts';
import { readCampaignId } from '../campaigns/campaign-params.ts';
import type { LiveTopic } from '../live/live-topic.ts';
import { ReReadView } from '../live/re-read-view.ts';
import { invalidFields } from '../validation.ts';
import { toOutreachBody, toSummaryBody } from './outreach.schema.ts';
import { type RecipientBody, toRecipientBody } from './recipient.schema.ts';
import { isUuid } from './uuid-param.ts';

const MAX_ROWS = 100;

/** `outreach {campaign_id}`: what `GET /api/campaigns/:id/outreach` answers; null when no campaign has this id. */
export function outreachTopic(views: OutreachViews, publisher: DomainEventPublisher): LiveTopic {
  return {
    name: 'outreach',
    parse: (params) => {
      const campaignId = readCampaignId(params);
      return {
        key: campaignId,
        open: () =>
          new ReReadView({
            read: () => views.find(campaignId),
            toBody: (view, asOf) => ({ as_of: formatUtcTime(asOf), outreach: view ? toOutreachBody(view, asOf) : null }),
            follow: (stale) => followOutreach(publisher, campaignId, stale),
            moves: (view) => view !== undefined && isMoving(view),
          }),
      };
    },
  };
}

function isMoving({ dispatch, import: latest }: OutreachView): boolean {
  return goesOn(dispatch) || latest?.status === 'running';
}

/** Also while it is paused or cancelled: what was being sent at that moment still ends. */
function goesOn(dispatch: Pick<Dispatch, 'status' | 'sending'> | null): boolean {
  return dispatch !== null && (dispatch.status === 'pending' || dispatch.status === 'processing' || dispatch.sending > 0);
}

/** `outreach_list`: what `GET /api/outreach` answers. */
export function outreachListTopic(views: OutreachViews, publisher: DomainEventPublisher): LiveTopic {
  return {
    name: 'outreach_list',
    parse: () => ({
      key: '',
      open: () =>
        new ReReadView({
          read: () => views.list(),
          toBody: (list, asOf) => ({ as_of: formatUtcTime(asOf), items: list.map(toSummaryBody) }),
          follow: (stale) => followOutreach(publisher, undefined, stale),
          moves: (list) => list.some(({ dispatch }) => goesOn(dispatch)),
        }),
    }),
  };
}

/** `recipients {campaign_id, ids}`: the rows that a page shows; updates have those that changed. */
export function recipientsTopic(store: RecipientStore, views: OutreachViews, publisher: DomainEventPublisher): LiveTopic {
  return {
    name: 'recipients',
    parse: (params) => {
      const campaignId = readCampaignId(params);
      const ids = readIds(params);
      return {
        key: JSON.stringify([campaignId, ids]),
        open: () => {
          const rows = new LiveRecipients(campaignId, ids, store, publisher, () => views.isMoving(campaignId));
          const toBody = (shown: RecipientView[]): { as_of: string; recipients: RecipientBody[] } => ({ as_of: formatUtcTime(rows.asOf), recipients: shown.map(toRecipientBody) });
          return {
            get version() {
              return rows.version;
            },
            refresh: () => rows.refresh(),
            whole: () => toBody(rows.view()),
            since: (version) => {
              const changed = rows.changedSince(version);
              return changed && toBody(changed);
            },
            close: () => rows.close(),
          };
        },
      };
    },
  };
}

/** @throws DomainError `VALIDATION_FAILED` */
function readIds(params: unknown): string[] {
  const ids = (params as { ids?: unknown } | null)?.ids;
  if (Array.isArray(ids) && ids.length <= MAX_ROWS && ids.every((id) => typeof id === 'string' && isUuid(id))) return ids as string[];
  throw invalidFields([{ field: 'ids', message: `must be at most ${MAX_ROWS} ids of recipients` }]);
}
