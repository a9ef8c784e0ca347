import { BROWSER_SHARES, CREATIVES_PER_CAMPAIGN, DEVICE_SHARES, randomClickDelay, randomCost, randomUser, SOURCE_SHARES } from '../../libs/traffic/domain/audience.ts';
import type { SeededRandom } from '../../libs/traffic/domain/seeded-random.ts';
import { seededRandom } from './seeded-random.ts';

export interface StreamOptions {
  seed: string;
  campaigns: readonly string[];
  /** Deliveries per second; turns the seconds between impression and click into places in the stream. */
  rate: number;
  /** Clicks per impression. */
  ctr: number;
  /** Share of the deliveries that repeat an earlier event. */
  duplicates: number;
}

/** One event on its way to the server, first time or again. */
export interface Delivery {
  campaign: string;
  type: 'impression' | 'click';
  isRepeat: boolean;
  /** The event as JSON text. A repeat is the same text again. */
  event: string;
}

interface Impression {
  id: string;
  campaign: string;
  creative: string;
  source: string;
  user: string;
  device: string;
  browser: string;
}

/** Clients repeat what they sent lately, such as after a lost answer. */
const REPEATABLE = 1_000;

/**
 * The deliveries of ad clients, one after the other without end. The same options give the same events, but for their
 * times: every event happens when it is asked for.
 */
export class EventStream {
  private readonly random: SeededRandom;
  private readonly options: StreamOptions;
  private readonly weighted: (readonly [number, number])[];
  private readonly recent: Delivery[] = [];
  private readonly clicks = new Map<number, Impression[]>();
  private place = 0;

  constructor(options: StreamOptions) {
    this.options = options;
    // Other options draw other numbers in between: without them in the seed, unrelated events could get the same id.
    this.random = seededRandom(JSON.stringify(options));
    // Few campaigns get most of the traffic, many get little.
    this.weighted = options.campaigns.map((_, index) => [index, 1 / (index + 1)] as const);
  }

  next(now: number): Delivery {
    const { random, recent } = this;
    const due = this.takeDueClicks();
    if (recent.length > 0 && random.next() < this.options.duplicates) {
      this.postpone(due);
      return { ...recent[random.below(recent.length)]!, isRepeat: true };
    }
    const clicked = due.shift();
    this.postpone(due);
    const delivery = clicked === undefined ? this.impression(now) : this.click(clicked, now);
    if (recent.length < REPEATABLE) recent.push(delivery);
    else recent[random.below(REPEATABLE)] = delivery;
    return delivery;
  }

  private impression(now: number): Delivery {
    const { random } = this;
    const index = random.pick(this.weighted);
    const device = random.pick(DEVICE_SHARES);
    const shown: Impression = {
      id: random.uuid(),
      campaign: this.options.campaigns[index]!,
      creative: `cr_${1 + random.below(CREATIVES_PER_CAMPAIGN)}`,
      source: random.pick(SOURCE_SHARES[device]),
      user: randomUser(random),
      device,
      browser: random.pick(BROWSER_SHARES[device]),
    };
    const cost = randomCost(random);
    if (random.next() < this.options.ctr) this.clickLater(shown);
    return this.deliver('impression', shown.id, shown, { cost }, now);
  }

  private click(shown: Impression, now: number): Delivery {
    return this.deliver('click', this.random.uuid(), shown, { impression_id: shown.id }, now);
  }

  private deliver(type: Delivery['type'], id: string, shown: Impression, extra: object, now: number): Delivery {
    const event = JSON.stringify({
      event_id: id,
      type,
      campaign_id: shown.campaign,
      creative_id: shown.creative,
      source: shown.source,
      occurred_at: new Date(now).toISOString(),
      user_id: shown.user,
      metadata: { device_type: shown.device, browser: shown.browser, ...extra },
    });
    return { campaign: shown.campaign, type, isRepeat: false, event };
  }

  private clickLater(shown: Impression): void {
    const seconds = randomClickDelay(this.random);
    const at = this.place + Math.max(1, Math.ceil(seconds * this.options.rate));
    this.clicks.set(at, [...(this.clicks.get(at) ?? []), shown]);
  }

  /** The clicks of this place in the stream, which moves on by one. */
  private takeDueClicks(): Impression[] {
    const due = this.clicks.get(this.place) ?? [];
    this.clicks.delete(this.place);
    this.place += 1;
    return due;
  }

  private postpone(clicks: Impression[]): void {
    if (clicks.length > 0) this.clicks.set(this.place, [...clicks, ...(this.clicks.get(this.place) ?? [])]);
  }
}
