import type { TopicRecord } from './topic-records.ts';

const MINUTE_MS = 60_000;
const BOUND_MS = 30 * MINUTE_MS;

/** Numbers in [0, 1) that a seed gives: the same again for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface AdImpression {
  impression_id: string;
  user_id: string;
  campaign_id: string;
  ad_id: string;
  device_type: string;
  browser: string;
  event_timestamp: number;
  cost: number;
}

export interface AdClick {
  click_id: string;
  impression_id: string;
  user_id: string;
  event_timestamp: number;
}

export interface EventRecord {
  event_id: string;
  type: 'click' | 'impression';
  campaign_id: string;
  creative_id: string | null;
  source: string;
  user_id: string | null;
  device_type: string | null;
  impression_id: string | null;
  cost: number | null;
  metadata: string | null;
  occurred_at: number;
}

/** What is delivered, in order. The last partition of each topic stays empty. */
export class Deliveries {
  readonly records: TopicRecord[] = [];
  private readonly prefix: string;
  private readonly partitions: number;

  constructor(prefix: string, partitions: number) {
    this.prefix = prefix;
    this.partitions = partitions;
  }

  impression(record: AdImpression): void {
    this.add('ad-impressions', record.impression_id, JSON.stringify(record));
  }

  click(record: AdClick): void {
    this.add('ad-clicks', record.impression_id, JSON.stringify(record));
  }

  event(record: EventRecord): void {
    this.add('events', record.event_id, JSON.stringify(record));
  }

  text(topic: 'ad-impressions' | 'ad-clicks', value: string): void {
    this.add(topic, 'malformed', value);
  }

  private add(topic: string, key: string, value: string): void {
    let hash = 7;
    for (const letter of key) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
    this.records.push({ topic: this.prefix + topic, key, value, partition: hash % (this.partitions - 1) });
  }
}

/** A click that is on time, or is not: by when it comes after its impression. */
const EDGES = { before: -1, at_once: 0, at_the_bound: BOUND_MS, beyond: BOUND_MS + 1 } as const;

/** Traffic with everything that goes wrong with it: repetitions, any order, orphans, edges of minutes and of the bound, odd values. */
export function hostileTraffic(seed: number, from: number, deliveries: Deliveries): void {
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const sends: { at: number; send: () => void }[] = [];
  const deliver = (occurredAt: number, send: () => void): void => {
    // Most arrive within seconds; some an hour late, some long before what they belong to.
    const delay = random() < 0.05 ? random() * 60 * MINUTE_MS : random() * 8_000;
    sends.push({ at: occurredAt + delay, send });
    while (random() < 0.12) sends.push({ at: occurredAt + delay + random() * 20 * MINUTE_MS, send });
  };
  const impression = (id: string, at: number, changes: Partial<AdImpression> = {}): void => {
    const record: AdImpression = {
      impression_id: id,
      user_id: `u${seed}-${Math.floor(random() * 40)}`,
      campaign_id: `c${seed}-${pick(['a', 'b', 'c'])}`,
      ad_id: pick(['ad 1', 'ad 2', 'ad "3"']),
      device_type: pick(['mobile', 'desktop', 'tablet', '']),
      browser: pick(['chrome', 'safari']),
      event_timestamp: at,
      cost: pick([0, 0.01, 0.1, 0.2, 1e-9, 12.345678901]),
      ...changes,
    };
    deliver(at, () => deliveries.impression(record));
  };
  const click = (id: string, impressionId: string, at: number): void => {
    const record: AdClick = { click_id: id, impression_id: impressionId, user_id: `u${seed}-${Math.floor(random() * 40)}`, event_timestamp: at };
    deliver(at, () => deliveries.click(record));
  };

  for (let index = 0; index < 1_500; index += 1) {
    const id = `i${seed}-${index}`;
    const at = from + Math.floor(random() * 12 * MINUTE_MS);
    impression(id, at);
    if (random() < 0.15) click(`k${seed}-${index}`, id, at + Math.floor(random() * BOUND_MS));
  }
  for (const [name, delay] of Object.entries(EDGES)) {
    impression(`i${seed}-${name}`, from + 59_999);
    click(`k${seed}-${name}`, `i${seed}-${name}`, from + 59_999 + delay);
  }
  // Both bounds of a minute, an impression that two clicks belong to, clicks that belong to nothing.
  for (const [index, at] of [from, from + MINUTE_MS - 1, from + MINUTE_MS].entries()) impression(`i${seed}-time-${index}`, at);
  impression(`i${seed}-twice`, from);
  click(`k${seed}-first`, `i${seed}-twice`, from + 1_000);
  click(`k${seed}-second`, `i${seed}-twice`, from + 2_000);
  for (let index = 0; index < 20; index += 1) click(`k${seed}-orphan-${index}`, `nowhere-${index}`, from + index);

  for (let index = 0; index < 500; index += 1) {
    const at = from + Math.floor(random() * 12 * MINUTE_MS);
    const event: EventRecord = {
      event_id: index % 5 === 0 ? `sim_run${seed}_${index}` : `e${seed}-${index}`,
      type: 'impression',
      campaign_id: `c${seed}-${pick(['a', 'b'])}`,
      creative_id: pick([null, '', 'cr 1']),
      source: pick(['web', 'app']),
      user_id: pick([null, `u${seed}-1`, `u${seed}-2`]),
      device_type: pick([null, '', 'mobile', 'desktop']),
      impression_id: null,
      cost: pick([null, 0.25, 1_000_000_000]),
      metadata: pick([null, '{"a":"\\u00e4\\"b"}']),
      occurred_at: at,
    };
    deliver(at, () => deliveries.event(event));
    if (random() > 0.4) continue;
    const clicked: EventRecord = {
      ...event,
      event_id: `${event.event_id}-click`,
      type: 'click',
      cost: null,
      impression_id: pick([null, '', event.event_id, event.event_id, 'nowhere', `i${seed}-${index}`]),
      occurred_at: at + Math.floor(random() * 40 * MINUTE_MS) - 5 * MINUTE_MS,
    };
    deliver(clicked.occurred_at, () => deliveries.event(clicked));
  }
  for (const { send } of sends.sort((a, b) => a.at - b.at)) send();
}

/** Years that few think of. Of ad servers, and to be delivered first: behind anything else, the oldest would be put aside. */
export function oddYears(deliveries: Deliveries): void {
  for (const at of [-62_135_596_800_000, -60_001, -60_000, -1, 0, 253_402_300_799_999]) {
    deliveries.impression({ impression_id: `at ${at}`, user_id: 'u', campaign_id: 'odd years', ad_id: 'a', device_type: 'mobile', browser: 'b', event_timestamp: at, cost: 0.5 });
  }
}

const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Events of the door "events" that are a week old when they are delivered, or nearly so. */
export function weekOld(name: string, now: number, deliveries: Deliveries): void {
  const event = { campaign_id: 'week old', creative_id: null, source: 'web', user_id: 'u', device_type: 'mobile', metadata: null };
  for (const [index, at] of [-60_001, -1, 0, now - 400 * 24 * HOUR_MS, now - WEEK_MS - HOUR_MS, now - WEEK_MS + HOUR_MS, now - WEEK_MS / 2].entries()) {
    const impression: EventRecord = { ...event, event_id: `${name}-${index}`, type: 'impression', impression_id: null, cost: 0.5, occurred_at: at };
    deliveries.event(impression);
    deliveries.event({ ...impression, event_id: `${name}-${index}-click`, type: 'click', impression_id: impression.event_id, cost: null, occurred_at: at + 1_000 });
    deliveries.event(impression);
  }
}

/** Impressions in forms in which JSON may come, too: each is counted or rejected, and not both. */
export function oddForms(deliveries: Deliveries): AdImpression[] {
  const forms: ((text: string) => string)[] = [
    (text) => `\n\t\r ${text}`,
    (text) => `\uFEFF${text}`,
    (text) => `${text} trailing`,
    (text) => `${text}${text}`,
    (text) => `[${text}]`,
    (text) => ` [ ${text} ]`,
    (text) => text.replace('{', '{"impression_id":"first",'),
    (text) => text.replace('}', ',"more":{"a":[1,{}]}}'),
  ];
  return forms.map((form, index) => {
    const impression = { impression_id: `form-${index}`, user_id: 'u', campaign_id: 'odd forms', ad_id: 'a', device_type: 'mobile', browser: 'b', event_timestamp: Date.now() - HOUR_MS, cost: 0 };
    deliveries.text('ad-impressions', form(JSON.stringify(impression)));
    return impression;
  });
}

/** Records that are none, each with the reason it is refused for. */
export function malformed(deliveries: Deliveries): string[] {
  const impression = { impression_id: 'm', user_id: 'u', campaign_id: 'malformed', ad_id: 'a', device_type: 'mobile', browser: 'b', event_timestamp: Date.now(), cost: 0 };
  const impressions: [unknown, string][] = [
    [{ ...impression, impression_id: '' }, 'impression_id is missing'],
    [{ ...impression, impression_id: undefined }, 'impression_id is missing'],
    [{ ...impression, campaign_id: null }, 'campaign_id is missing'],
    [{ ...impression, event_timestamp: 'yesterday' }, 'event_timestamp is no time'],
    [{ ...impression, event_timestamp: 1e18 }, 'event_timestamp is no time'],
    [{ ...impression, campaign_id: 'x'.repeat(201) }, 'a text is longer than 200 characters'],
    [{ ...impression, user_id: 'a\0b' }, 'a text contains NUL'],
    [{ ...impression, cost: -0.01 }, 'cost is out of range'],
    [{ ...impression, cost: 1e12 }, 'cost is out of range'],
  ];
  const click = { click_id: 'm', impression_id: 'm', user_id: 'u', event_timestamp: Date.now() };
  const clicks: [unknown, string][] = [
    [{ ...click, click_id: '' }, 'click_id is missing'],
    [{ ...click, impression_id: null }, 'impression_id is missing'],
    [{ ...click, event_timestamp: null }, 'event_timestamp is no time'],
  ];
  for (const [record] of impressions) deliveries.text('ad-impressions', JSON.stringify(record));
  for (const [record] of clicks) deliveries.text('ad-clicks', JSON.stringify(record));
  for (const text of ['', 'no JSON', '{"impression_id":', '[]', '[7]', '\n[]', 'null', '7']) deliveries.text('ad-impressions', text);
  deliveries.text('ad-clicks', '"text"');
  return [...impressions, ...clicks].map(([, reason]) => reason).concat(Array.from({ length: 9 }, () => 'is no JSON object'));
}
