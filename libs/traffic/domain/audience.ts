import type { SeededRandom } from './seeded-random.ts';

/** Who sees made-up ads, and how: shares of devices, of browsers and sources on each, users, prices, and time to click. */

export const DEVICE_TYPES = ['mobile', 'desktop', 'tablet'] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

export const DEVICE_SHARES: readonly (readonly [DeviceType, number])[] = [['mobile', 58], ['desktop', 34], ['tablet', 8]];

export const BROWSER_SHARES: Record<DeviceType, readonly (readonly [string, number])[]> = {
  mobile: [['chrome', 55], ['safari', 33], ['samsung', 8], ['firefox', 4]],
  desktop: [['chrome', 62], ['edge', 15], ['safari', 13], ['firefox', 10]],
  tablet: [['safari', 60], ['chrome', 40]],
};

export const SOURCE_SHARES: Record<DeviceType, readonly (readonly [string, number])[]> = {
  mobile: [['ios', 35], ['android', 45], ['web', 20]],
  desktop: [['web', 90], ['partner', 10]],
  tablet: [['ios', 40], ['android', 25], ['web', 35]],
};

export const CREATIVES_PER_CAMPAIGN = 6;
const USERS = 50_000;

const SHORTEST_CLICK_DELAY_S = 0.5;
const MEAN_CLICK_DELAY_S = 3;
const LONGEST_CLICK_DELAY_S = 30;

/** Squared: some people see many ads. */
export function randomUser(random: SeededRandom): string {
  return `u_${String(Math.floor(random.next() ** 2 * USERS)).padStart(5, '0')}`;
}

/** The price of one impression, in currency units: 0.002 to 0.0299. */
export function randomCost(random: SeededRandom): number {
  return (20 + random.below(280)) / 10_000;
}

/** Seconds from an impression to its click. */
export function randomClickDelay(random: SeededRandom): number {
  return Math.min(LONGEST_CLICK_DELAY_S, SHORTEST_CLICK_DELAY_S - MEAN_CLICK_DELAY_S * Math.log(1 - random.next()));
}
