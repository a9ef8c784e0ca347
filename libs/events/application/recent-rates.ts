const KEPT_SECONDS = 300;

export interface SecondRateView {
  /** Start of the second, milliseconds since 1970. */
  ts: number;
  accepted: number;
  duplicates: number;
}

interface Second extends SecondRateView {
  version: number;
}

/** Events counted per second of arrival, for the last five minutes. */
export class RecentRates {
  private readonly seconds: Second[] = [];

  constructor(private readonly now: () => number) {}

  addAccepted(count: number, version: number): void {
    const second = this.current();
    second.accepted += count;
    second.version = version;
  }

  addDuplicates(count: number, version: number): void {
    const second = this.current();
    second.duplicates += count;
    second.version = version;
  }

  /** Seconds that changed after a version, oldest first; those without traffic are left out. */
  since(version: number): SecondRateView[] {
    this.forget();
    return this.seconds
      .filter((second) => second.version > version)
      .map(({ ts, accepted, duplicates }) => ({ ts, accepted, duplicates }));
  }

  private current(): Second {
    const ts = Math.floor(this.now() / 1000) * 1000;
    const last = this.seconds.at(-1);
    // A clock that is set back adds to the last second rather than to one that was shown long ago.
    if (last !== undefined && last.ts >= ts) return last;
    const second = { ts, accepted: 0, duplicates: 0, version: 0 };
    this.seconds.push(second);
    this.forget();
    return second;
  }

  private forget(): void {
    const oldest = this.now() - KEPT_SECONDS * 1000;
    while (this.seconds.length > 0 && this.seconds[0]!.ts < oldest) this.seconds.shift();
  }
}
