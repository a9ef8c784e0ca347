import { BROWSER_SHARES, CREATIVES_PER_CAMPAIGN, DEVICE_SHARES, type DeviceType, randomCost, randomUser } from '../../libs/traffic/domain/audience.ts';
import type { SeededRandom } from '../../libs/traffic/domain/seeded-random.ts';
import { Anomalies, type Anomaly } from './anomaly.ts';
import { DueQueue } from './due-queue.ts';
import type { Delivery } from './event-stream.ts';
import { seededRandom } from './seeded-random.ts';

export interface AdStreamOptions {
  seed: string;
  /** Of the first event, ms since 1970. */
  start: number;
  campaigns: readonly string[];
  /** Deliveries per second of event time. */
  rate: number;
  /** Clicks per impression, over all devices. */
  ctr: number;
  /** Share of the deliveries that repeat an earlier record. */
  duplicates: number;
  /** Share of the records that are held back for minutes. */
  late: number;
  /** Share of the clicks that name an impression which never was. */
  orphans: number;
  anomalies: readonly Anomaly[];
}

export interface AdImpression {
  type: 'impression';
  id: string;
  at: number;
  campaign: string;
  ad: string;
  user: string;
  device: DeviceType;
  browser: string;
  cost: number;
}

export interface AdClick {
  type: 'click';
  id: string;
  at: number;
  user: string;
  impressionId: string;
  /** Absent when there never was one. */
  impression: AdImpression | undefined;
}

export interface AdDelivery extends Delivery {
  record: AdImpression | AdClick;
  /** It was held back for minutes. */
  isLate: boolean;
}

/** What the ledger lists clicks under that belong to no campaign. */
export const NO_CAMPAIGN = '(no impression)';

/** So that CTR differs by device as it does in life; weighted by DEVICE_SHARES they make 1. */
const CLICK_FACTORS: Record<DeviceType, number> = { mobile: 0.8, desktop: 1.3, tablet: 1.175 };

const SHORTEST_TO_CLICK_MS = 300;
const LONGEST_TO_CLICK_MS = 25 * 60_000;
/** Most people click at once or not; some come back to a page that stayed open. */
const TIMES_TO_CLICK: readonly (readonly [number, number])[] = [[8_000, 80], [150_000, 20]];

const DISORDERED = 0.25;
const LONGEST_DISORDER_MS = 5_000;
const SHORTEST_LATE_MS = 2 * 60_000;
const LONGEST_LATE_MS = 10 * 60_000;

/** Some 150 MB. What is beyond comes earlier than it was meant to. */
const MAX_WAITING = 200_000;

/** Ad servers repeat what they sent lately. */
const REPEATABLE = 1_000;

/**
 * The records of ad servers in the order in which they arrive, which is not that in which they happened. Its clock is the
 * place in the stream: the same options make the same records with the same times.
 */
export class AdStream {
  private readonly options: AdStreamOptions;
  private readonly random: SeededRandom;
  private readonly anomalies: Anomalies;
  private readonly weighted: (readonly [string, number])[];
  private readonly waiting = new DueQueue<AdDelivery>();
  private readonly recent: AdDelivery[] = [];
  private place = 0;

  constructor(options: AdStreamOptions) {
    this.options = options;
    this.random = seededRandom(JSON.stringify(options));
    this.anomalies = new Anomalies(options.anomalies, options.start);
    // Few campaigns get most of the traffic, many get little.
    this.weighted = options.campaigns.map((campaign, index) => [campaign, 1 / (index + 1)] as const);
  }

  /** @returns nothing where a campaign is silent: its place is not given to others */
  next(): AdDelivery | undefined {
    const { random, recent } = this;
    const now = this.now;
    this.place += 1;
    if (recent.length > 0 && random.next() < this.options.duplicates) return { ...recent[random.below(recent.length)]!, isRepeat: true };
    const delivery = this.waiting.nextDue <= now || this.waiting.size > MAX_WAITING ? this.waiting.take() : this.happen(now);
    if (delivery === undefined) return undefined;
    if (recent.length < REPEATABLE) recent.push(delivery);
    else recent[random.below(REPEATABLE)] = delivery;
    return delivery;
  }

  /** Passes over places, as if that time had been without any traffic. */
  skip(places: number): void {
    this.place += places;
  }

  /** What has happened by now and was held back, in the order in which it would have come. Clicks that were still to happen never do. */
  *rest(): Generator<AdDelivery> {
    const now = this.now;
    for (let delivery = this.waiting.take(); delivery !== undefined; delivery = this.waiting.take()) {
      if (delivery.record.at <= now) yield delivery;
    }
  }

  private get now(): number {
    return this.options.start + Math.floor((this.place * 1000) / this.options.rate);
  }

  /** Makes impressions until one arrives at once. */
  private happen(now: number): AdDelivery | undefined {
    for (;;) {
      const shown = this.impression(now);
      if (this.anomalies.isSilent(shown.campaign, now)) return undefined;
      this.maybeClick(shown);
      const delivery = this.delivery(shown);
      const delay = this.delay(delivery);
      if (delay === 0) return delivery;
      this.waiting.add(now + delay, delivery);
    }
  }

  private impression(at: number): AdImpression {
    const { random } = this;
    const device = random.pick(DEVICE_SHARES);
    return {
      type: 'impression',
      id: random.uuid(),
      at,
      campaign: random.pick(this.weighted),
      ad: `ad_${1 + random.below(CREATIVES_PER_CAMPAIGN)}`,
      user: randomUser(random),
      device,
      browser: random.pick(BROWSER_SHARES[device]),
      cost: randomCost(random),
    };
  }

  private maybeClick(shown: AdImpression): void {
    const { random, options } = this;
    const at = shown.at + this.timeToClick();
    const chance = options.ctr * CLICK_FACTORS[shown.device] * this.anomalies.clickFactor(shown.campaign, at);
    if (random.next() >= chance) return;
    this.clickLater({ type: 'click', id: random.uuid(), at, user: shown.user, impressionId: shown.id, impression: shown });
    if (random.next() < options.orphans / (1 - options.orphans)) {
      this.clickLater({ type: 'click', id: random.uuid(), at, user: randomUser(random), impressionId: random.uuid(), impression: undefined });
    }
  }

  private clickLater(click: AdClick): void {
    const delivery = this.delivery(click);
    this.waiting.add(click.at + this.delay(delivery), delivery);
  }

  private timeToClick(): number {
    const mean = this.random.pick(TIMES_TO_CLICK);
    return Math.min(LONGEST_TO_CLICK_MS, Math.round(SHORTEST_TO_CLICK_MS - mean * Math.log(1 - this.random.next())));
  }

  /** Milliseconds from when it happens until it arrives; marks what is late. */
  private delay(delivery: AdDelivery): number {
    const { random } = this;
    const draw = random.next();
    if (draw < this.options.late) {
      delivery.isLate = true;
      return SHORTEST_LATE_MS + random.below(LONGEST_LATE_MS - SHORTEST_LATE_MS);
    }
    return random.next() < DISORDERED ? 1 + random.below(LONGEST_DISORDER_MS) : 0;
  }

  private delivery(record: AdImpression | AdClick): AdDelivery {
    const campaign = record.type === 'impression' ? record.campaign : (record.impression?.campaign ?? NO_CAMPAIGN);
    return { campaign, type: record.type, isRepeat: false, isLate: false, record, event: textOf(record) };
  }
}

/** As docs/pipeline.md has them. */
function textOf(record: AdImpression | AdClick): string {
  if (record.type === 'click') {
    return JSON.stringify({ click_id: record.id, impression_id: record.impressionId, user_id: record.user, event_timestamp: record.at });
  }
  const { id, user, campaign, ad, device, browser, at, cost } = record;
  return JSON.stringify({ impression_id: id, user_id: user, campaign_id: campaign, ad_id: ad, device_type: device, browser, event_timestamp: at, cost });
}
