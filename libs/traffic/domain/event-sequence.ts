import { BROWSER_SHARES, CREATIVES_PER_CAMPAIGN, DEVICE_TYPES, type DeviceType, randomClickDelay, randomCost, randomUser, SOURCE_SHARES } from './audience.ts';
import { fraudShare, lateShare } from './scenario.ts';
import { SeededRandom } from './seeded-random.ts';
import type { SimulationSettings } from './simulation-settings.ts';

/** What decides which events a run consists of. */
export interface SequenceOptions {
  runId: string;
  campaignId: string;
  settings: SimulationSettings;
  /** First place that was made with these settings: earlier ones may have been other events. */
  settingsSince: number;
}

/** An event in the form that the ingest command takes. */
export interface SimulatedEvent {
  eventId: string;
  type: 'click' | 'impression';
  campaignId: string;
  creativeId: string;
  source: string;
  occurredAt: number;
  userId: string;
  metadata: string;
  deviceType: string;
  cost: number;
}

type Kind = 'impression' | 'click' | 'fraud';

interface Viewer {
  deviceType: DeviceType;
  browser: string;
  source: string;
  creativeId: string;
  userId: string;
}

const PLACE_DIGITS = 12;
const FRAUDSTERS = 8;
const MINUTE_MS = 60_000;
const LATE_MINUTES = { min: 2, max: 180 } as const;

/** How far back a click looks for its impression; with three of four events fraud, one in ten thousand finds none. */
const LOOK_BACK = 64;

/** Ids of a run sort like their places, byte by byte. */
export function eventIdAt(runId: string, place: number): string {
  return `sim_${runId}_${String(place).padStart(PLACE_DIGITS, '0')}`;
}

/** Above every id of the run. */
export function eventIdEnd(runId: string): string {
  return `sim_${runId}_${'9'.repeat(PLACE_DIGITS)}~`;
}

export function placeOf(eventId: string): number {
  return Number(eventId.slice(-PLACE_DIGITS));
}

/**
 * The events of a run by place. All but the time of an event follows from run, place and settings: after a crash the same
 * places make the same events, so whoever already has them can tell.
 */
export class EventSequence {
  private readonly options: SequenceOptions;
  private readonly key: readonly number[];
  private readonly devices: readonly (readonly [DeviceType, number])[];
  private readonly fraudShare: number;
  private readonly lateShare: number;

  constructor(options: SequenceOptions) {
    this.options = options;
    this.key = hash(options.runId);
    this.devices = DEVICE_TYPES.map((type) => [type, options.settings.deviceMix[type]] as const);
    this.fraudShare = fraudShare(options.settings.scenario);
    this.lateShare = lateShare(options.settings.scenario);
  }

  /** @param now what the clock says, milliseconds since 1970 */
  at(place: number, now: number): SimulatedEvent {
    const random = this.randomAt(place);
    switch (this.kind(random)) {
      case 'impression': {
        const { viewer, latenessMs, cost } = this.shown(random);
        return this.event(place, 'impression', viewer, now - latenessMs, { cost });
      }
      case 'click': {
        const impression = this.impressionBefore(place, randomClickDelay(random));
        if (impression === undefined) return this.event(place, 'click', this.viewer(random), now, {});
        const { viewer, latenessMs } = impression;
        return this.event(place, 'click', viewer, now - latenessMs, { impression_id: eventIdAt(this.options.runId, impression.place) });
      }
      case 'fraud': {
        const viewer = { ...this.viewer(random), userId: `u_fraud_${1 + random.below(FRAUDSTERS)}` };
        return this.event(place, 'click', viewer, now, {});
      }
    }
  }

  private kind(random: SeededRandom): Kind {
    if (random.next() < this.fraudShare) return 'fraud';
    const { ctr } = this.options.settings;
    return random.next() < ctr / (1 + ctr) ? 'click' : 'impression';
  }

  private impressionBefore(place: number, delaySeconds: number): { place: number; viewer: Viewer; latenessMs: number } | undefined {
    const { settings, settingsSince } = this.options;
    const from = Math.max(place - Math.max(1, Math.ceil(delaySeconds * settings.rate)), settingsSince);
    for (let at = from; at >= settingsSince && at > from - LOOK_BACK; at -= 1) {
      const random = this.randomAt(at);
      if (this.kind(random) === 'impression') return { place: at, ...this.shown(random) };
    }
    return undefined;
  }

  private shown(random: SeededRandom): { viewer: Viewer; latenessMs: number; cost: number } {
    const viewer = this.viewer(random);
    const cost = randomCost(random);
    const isLate = random.next() < this.lateShare;
    // Squared: most of what is late is a little late.
    const minutes = isLate ? LATE_MINUTES.min + (LATE_MINUTES.max - LATE_MINUTES.min) * random.next() ** 2 : 0;
    return { viewer, cost, latenessMs: Math.round(minutes * MINUTE_MS) };
  }

  private viewer(random: SeededRandom): Viewer {
    const deviceType = random.pick(this.devices);
    return {
      deviceType,
      browser: random.pick(BROWSER_SHARES[deviceType]),
      source: random.pick(SOURCE_SHARES[deviceType]),
      creativeId: `cr_${1 + random.below(CREATIVES_PER_CAMPAIGN)}`,
      userId: randomUser(random),
    };
  }

  private event(place: number, type: SimulatedEvent['type'], viewer: Viewer, occurredAt: number, extra: { cost?: number; impression_id?: string }): SimulatedEvent {
    const { deviceType, browser, source, creativeId, userId } = viewer;
    return {
      eventId: eventIdAt(this.options.runId, place),
      type,
      campaignId: this.options.campaignId,
      creativeId,
      source,
      occurredAt,
      userId,
      metadata: JSON.stringify({ device_type: deviceType, browser, ...extra }),
      deviceType,
      cost: extra.cost ?? 0,
    };
  }

  private randomAt(place: number): SeededRandom {
    const low = mix(this.key[0]! ^ place);
    const high = mix(this.key[1]! ^ low ^ Math.floor(place / 2 ** 32));
    return new SeededRandom([low, high, mix(this.key[2]! ^ high), mix(this.key[3]! ^ low)]);
  }
}

function hash(text: string): number[] {
  const words = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];
  for (let at = 0; at < text.length; at += 1) {
    for (let word = 0; word < words.length; word += 1) words[word] = mix(words[word]! ^ (text.charCodeAt(at) + word));
  }
  return words;
}

/** The finalizer of MurmurHash3 (Austin Appleby): every bit of the input moves every bit of the result. */
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
