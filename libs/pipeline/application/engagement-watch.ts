import type { DeviceEngagementReader } from '../../events/application/ports.ts';
import type { DeviceMinuteStore } from './ports.ts';

const MINUTE_MS = 60_000;
/** So long after a minute's end it is looked whether something has come late. */
const CORRECTIONS_MS = [10_000, 60_000, 5 * MINUTE_MS, 15 * MINUTE_MS];
const LAST_CORRECTION_MS = CORRECTIONS_MS.at(-1)!;
/** After a minute's end its last events and their impressions have come, so it is read once more whatever its counts say. */
const ANYWAY = new Set([10_000, 60_000]);
/** So far back it is looked at a start, and after a break. Whoever was away for longer leaves a gap: minutes are the dearer to read the longer ago they are. */
const FIRST_LOOK_MS = 30 * MINUTE_MS;
/** In a longer break corrections fall due of minutes that an ordinary look does not go back to. */
const BREAK_MS = MINUTE_MS;
/** Reading the minute that is running may take this share of the time. */
const READING_SHARE = 1 / 10;

/** Writes engagement by device, minute by minute, from what is stored, in direct mode: while a minute runs, at its end, and when events have come late. */
export class EngagementWatch {
  /** Up to when (ms since 1970) what is due was done. */
  private doneUntil: number | undefined;
  private notBefore = 0;

  constructor(
    private readonly events: DeviceEngagementReader,
    private readonly devices: DeviceMinuteStore,
  ) {}

  /** Another process has watched meanwhile. */
  forget(): void {
    this.doneUntil = undefined;
  }

  /** @throws DomainError `STATS_UNAVAILABLE`, `PIPELINE_UNAVAILABLE` (unavailable): what is due is done at the next call */
  async work(now: number): Promise<void> {
    const running = minuteOf(now);
    const isFirst = this.doneUntil === undefined || now - this.doneUntil > BREAK_MS;
    const from = running - (isFirst ? FIRST_LOOK_MS : LAST_CORRECTION_MS + MINUTE_MS);
    const { changed, known } = await this.findChanged(from, running + MINUTE_MS);
    const isDue = (minute: number): boolean => {
      const due = CORRECTIONS_MS.filter((after) => isFirst || (minute + MINUTE_MS + after > this.doneUntil! && minute + MINUTE_MS + after <= now));
      return due.some((after) => changed.has(minute) || (ANYWAY.has(after) && !isFirst && known.has(minute)));
    };
    for (let minute = from; minute < running; minute += MINUTE_MS) if (isDue(minute)) await this.write(minute);
    this.doneUntil = now;
    if (!changed.has(running) || now < this.notBefore) return;
    await this.write(running);
    this.notBefore = now + (Date.now() - now) / READING_SHARE;
  }

  /** Minutes with events, and those of which other counts are stored than are written down. */
  private async findChanged(from: number, to: number): Promise<{ known: Set<number>; changed: Set<number> }> {
    const [counted, written] = await Promise.all([this.events.counts(from, to), this.devices.between(from, to)]);
    const key = ({ minute, deviceType }: { minute: number; deviceType: string }): string => `${minute} ${deviceType}`;
    const before = new Map(written.map((each) => [key(each), each]));
    const changed = counted.filter((each) => before.get(key(each))?.impressions !== each.impressions || before.get(key(each))?.clicks !== each.clicks);
    return { known: new Set(counted.map(({ minute }) => minute)), changed: new Set(changed.map(({ minute }) => minute)) };
  }

  private async write(minute: number): Promise<void> {
    const devices = await this.events.ofMinute(minute);
    await this.devices.save(devices.map((device) => ({ minute, ...device })));
  }
}

function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}
