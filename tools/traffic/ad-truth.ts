import { minuteOf } from '../../libs/events/domain/minute.ts';
import type { EventOutcome } from '../delivery/post-batch.ts';
import type { AdClick, AdDelivery, AdImpression } from './ad-stream.ts';

interface CampaignMinute {
  campaign_id: string;
  minute: number;
  impressions: number;
  clicks: number;
}

/** `users` of a minute are all who saw or clicked something in it; `mean_time_to_click_ms` is that of its clicks. */
interface DeviceMinute {
  minute: number;
  device_type: string;
  impressions: number;
  clicks: number;
  users: number;
  mean_time_to_click_ms: number | null;
}

interface DeviceTally {
  minute: number;
  device: string;
  impressions: number;
  clicks: number;
  users: UserSet;
  timeToClick: number;
}

/**
 * What stands in the topics, as an exact pipeline has to show it: of records that brokers have confirmed, each once; clicks
 * in the minute in which they happened, when their impression stands there as well.
 */
export class AdTruth {
  /** Confirmed deliveries of what had been confirmed before. */
  duplicates = 0;
  /** Confirmed records that had been held back for minutes. */
  late = 0;
  /** Deliveries of which nobody knows whether they stand in a topic. With any of them nothing here is certain. */
  inDoubt = 0;
  private readonly records = { impression: 0, click: 0 };
  private readonly campaigns = new Map<string, CampaignMinute>();
  private readonly devices = new Map<string, DeviceTally>();
  private readonly users = new Map<string, number>();
  private readonly written = new WeakSet<AdImpression | AdClick>();
  /** Clicks that came before their impression, by its id. */
  private readonly early = new Map<string, AdClick[]>();
  private readonly orphans: string[] = [];

  record(delivery: AdDelivery, outcome: EventOutcome): void {
    if (outcome.status === 'undelivered') this.inDoubt += 1;
    if (outcome.status !== 'accepted') return;
    const { record, isLate } = delivery;
    if (this.written.has(record)) {
      this.duplicates += 1;
      return;
    }
    this.written.add(record);
    this.records[record.type] += 1;
    if (isLate) this.late += 1;
    if (record.type === 'impression') this.addImpression(record);
    else this.addClick(record);
  }

  toJSON(): object {
    const deviceMinutes = [...this.devices.values()].map(({ minute, device, impressions, clicks, users, timeToClick }): DeviceMinute => {
      return { minute, device_type: device, impressions, clicks, users: users.size, mean_time_to_click_ms: clicks === 0 ? null : timeToClick / clicks };
    });
    const byMinute = (a: { minute: number }, b: { minute: number }): number => a.minute - b.minute;
    return {
      impressions: this.records.impression,
      clicks: this.records.click,
      duplicates: this.duplicates,
      late: this.late,
      in_doubt: this.inDoubt,
      orphans: [...this.orphans, ...[...this.early.values()].flat().map(({ id }) => id)],
      campaign_minutes: [...this.campaigns.values()].sort((a, b) => byMinute(a, b) || (a.campaign_id < b.campaign_id ? -1 : 1)),
      device_minutes: deviceMinutes.sort((a, b) => byMinute(a, b) || (a.device_type < b.device_type ? -1 : 1)),
    };
  }

  private addImpression(shown: AdImpression): void {
    this.campaignMinute(shown.campaign, shown.at).impressions += 1;
    const device = this.deviceMinute(shown.device, shown.at);
    device.impressions += 1;
    device.users.add(this.userNumber(shown.user));
    for (const click of this.early.get(shown.id) ?? []) this.attribute(click, shown);
    this.early.delete(shown.id);
  }

  private addClick(click: AdClick): void {
    const { impression } = click;
    if (impression === undefined) this.orphans.push(click.id);
    else if (this.written.has(impression)) this.attribute(click, impression);
    else this.early.set(impression.id, [...(this.early.get(impression.id) ?? []), click]);
  }

  private attribute(click: AdClick, shown: AdImpression): void {
    this.campaignMinute(shown.campaign, click.at).clicks += 1;
    const device = this.deviceMinute(shown.device, click.at);
    device.clicks += 1;
    device.timeToClick += click.at - shown.at;
    device.users.add(this.userNumber(click.user));
  }

  private campaignMinute(campaign: string, time: number): CampaignMinute {
    const minute = minuteOf(time);
    const key = `${minute} ${campaign}`;
    let it = this.campaigns.get(key);
    if (it === undefined) this.campaigns.set(key, (it = { campaign_id: campaign, minute, impressions: 0, clicks: 0 }));
    return it;
  }

  private deviceMinute(device: string, time: number): DeviceTally {
    const minute = minuteOf(time);
    const key = `${minute} ${device}`;
    let it = this.devices.get(key);
    if (it === undefined) this.devices.set(key, (it = { minute, device, impressions: 0, clicks: 0, users: new UserSet(), timeToClick: 0 }));
    return it;
  }

  private userNumber(user: string): number {
    let number = this.users.get(user);
    if (number === undefined) this.users.set(user, (number = this.users.size));
    return number;
  }
}

/** Numbers as bits: 6 KB for 50,000 users, of which a day needs 4,320; as sets they would take gigabytes. */
class UserSet {
  size = 0;
  private bits = new Uint8Array(64);

  add(number: number): void {
    const [byte, bit] = [number >> 3, 1 << (number & 7)];
    if (byte >= this.bits.length) {
      const larger = new Uint8Array(Math.max(byte + 1, 2 * this.bits.length));
      larger.set(this.bits);
      this.bits = larger;
    }
    if ((this.bits[byte]! & bit) !== 0) return;
    this.bits[byte]! |= bit;
    this.size += 1;
  }
}
