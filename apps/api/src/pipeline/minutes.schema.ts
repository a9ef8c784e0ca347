import type { CampaignMinutesView } from '../../../../libs/events/application/ports.ts';
import { MINUTE_MS } from '../../../../libs/events/domain/minute.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { DeviceMinute } from '../../../../libs/pipeline/application/ports.ts';

interface PointBody {
  ts: string;
  impressions: number;
  clicks: number;
  ctr: number | null;
}

export interface MinutesBody {
  from: string;
  to: string;
  campaigns: { campaign_id: string; name: string | null; points: PointBody[] }[];
}

export interface DevicesBody {
  from: string;
  to: string;
  devices: {
    device_type: string;
    impressions: number;
    clicks: number;
    ctr: number | null;
    mean_time_to_click_ms: number | null;
    points: (PointBody & { users: number; mean_time_to_click_ms: number | null })[];
  }[];
}

/** Minutes that are shown, ms since 1970; the last one is still running. */
export interface ShownMinutes {
  from: number;
  /** Exclusive. */
  to: number;
}

const time = { type: 'string', format: 'date-time' } as const;
const range = { from: time, to: { ...time, description: 'Exclusive: the end of the minute that is running.' } };
const ctr = { type: ['number', 'null'], description: 'Clicks divided by impressions; null without impressions.' } as const;
const counts = { impressions: { type: 'integer' }, clicks: { type: 'integer' }, ctr } as const;
const meanTimeToClick = { type: ['number', 'null'], description: 'Of the clicks that name an impression of the thirty minutes before them; null without any.' } as const;

export const minutesSchema = {
  type: 'object',
  required: ['from', 'to', 'campaigns'],
  properties: {
    ...range,
    campaigns: {
      type: 'array',
      description: 'The one with the most impressions in these minutes first.',
      items: {
        type: 'object',
        required: ['campaign_id', 'name', 'points'],
        properties: {
          campaign_id: { type: 'string' },
          name: { type: ['string', 'null'], description: 'null for one that is not registered.' },
          points: {
            type: 'array',
            description: 'Every minute, in order, also those without events.',
            items: { type: 'object', required: ['ts', 'impressions', 'clicks', 'ctr'], properties: { ts: time, ...counts } },
          },
        },
      },
    },
  },
} as const;

export const devicesSchema = {
  type: 'object',
  required: ['from', 'to', 'devices'],
  properties: {
    ...range,
    devices: {
      type: 'array',
      description: 'The type with the most impressions in these minutes first.',
      items: {
        type: 'object',
        required: ['device_type', 'impressions', 'clicks', 'ctr', 'mean_time_to_click_ms', 'points'],
        properties: {
          device_type: { type: 'string' },
          ...counts,
          mean_time_to_click_ms: { ...meanTimeToClick, description: 'The mean of the minutes, each weighted by its clicks.' },
          points: {
            type: 'array',
            description: 'Every minute, in order, also those without events.',
            items: {
              type: 'object',
              required: ['ts', 'impressions', 'clicks', 'ctr', 'users', 'mean_time_to_click_ms'],
              properties: { ts: time, ...counts, users: { type: 'integer', description: 'How many different ones; events without a user_id count for nobody.' }, mean_time_to_click_ms: meanTimeToClick },
            },
          },
        },
      },
    },
  },
} as const;

export function toMinutesBody({ from, to }: ShownMinutes, campaigns: readonly CampaignMinutesView[], nameOf: (campaignId: string) => string | null): MinutesBody {
  return {
    from: formatUtcTime(from),
    to: formatUtcTime(to),
    campaigns: campaigns.map(({ campaignId, minutes }) => {
      const known = new Map(minutes.map((each) => [each.ts, each]));
      return { campaign_id: campaignId, name: nameOf(campaignId), points: everyMinute({ from, to }, (minute) => toPoint(minute, known.get(minute))) };
    }),
  };
}

export function toDevicesBody({ from, to }: ShownMinutes, minutes: readonly DeviceMinute[]): DevicesBody {
  const byType = Map.groupBy(minutes, ({ deviceType }) => deviceType);
  const devices = [...byType].map(([deviceType, all]) => {
    const known = new Map(all.map((each) => [each.minute, each]));
    const sums = { impressions: sum(all, ({ impressions }) => impressions), clicks: sum(all, ({ clicks }) => clicks) };
    return {
      device_type: deviceType,
      ...sums,
      ctr: ctrOf(sums),
      mean_time_to_click_ms: meanTimeToClickOf(all),
      points: everyMinute({ from, to }, (minute) => {
        const { users = 0, meanTimeToClickMs = null } = known.get(minute) ?? {};
        return { ...toPoint(minute, known.get(minute)), users, mean_time_to_click_ms: meanTimeToClickMs };
      }),
    };
  });
  devices.sort((a, b) => b.impressions - a.impressions || (a.device_type < b.device_type ? -1 : 1));
  return { from: formatUtcTime(from), to: formatUtcTime(to), devices };
}

function meanTimeToClickOf(minutes: readonly DeviceMinute[]): number | null {
  const known = minutes.filter(({ meanTimeToClickMs }) => meanTimeToClickMs !== null);
  // In streaming mode a click's time may be told a moment before the click itself is.
  const weight = ({ clicks }: DeviceMinute): number => Math.max(1, clicks);
  return known.length === 0 ? null : sum(known, (each) => each.meanTimeToClickMs! * weight(each)) / sum(known, weight);
}

function everyMinute<Point>({ from, to }: ShownMinutes, pointOf: (minute: number) => Point): Point[] {
  return Array.from({ length: (to - from) / MINUTE_MS }, (_, index) => pointOf(from + index * MINUTE_MS));
}

function toPoint(minute: number, { impressions, clicks }: { impressions: number; clicks: number } = { impressions: 0, clicks: 0 }): PointBody {
  return { ts: formatUtcTime(minute), impressions, clicks, ctr: ctrOf({ impressions, clicks }) };
}

function ctrOf({ impressions, clicks }: { impressions: number; clicks: number }): number | null {
  return impressions === 0 ? null : clicks / impressions;
}

function sum<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
