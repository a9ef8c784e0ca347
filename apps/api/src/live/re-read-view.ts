import type { LiveBody, LiveView } from './live-topic.ts';

/** Reading may take this share of the time at most: what is dear to read is shown less often. */
const READING_SHARE = 1 / 4;

interface Reading<Value> {
  read: () => Promise<Value>;
  /** Gets the value, and as of when (ms since 1970) it is known to be so. */
  toBody: (value: Value, asOf: number) => LiveBody;
  /** Is given what to call when the value may have changed; returns a function that ends it. */
  follow: (stale: () => void) => () => void;
  /** Whether the value changes also without a word, as time goes by or by a process that nobody hears. It is then read every second. */
  moves?: (value: Value) => boolean;
}

const MOVES_MS = 1_000;

/** A {@link LiveView} of something small: read anew as a whole after every word that it may have changed, and sent as a whole. */
export class ReReadView<Value> implements LiveView {
  version = 0;
  private isStale = true;
  private value: Value | undefined;
  private asOf = 0;
  private readAt = 0;
  private notBefore = 0;
  private readonly unfollow: () => void;

  constructor(private readonly reading: Reading<Value>) {
    this.unfollow = reading.follow(() => (this.isStale = true));
  }

  async refresh(): Promise<void> {
    const now = Date.now();
    if (this.value !== undefined && this.reading.moves?.(this.value) && now - this.readAt >= MOVES_MS) this.isStale = true;
    if (this.isStale) {
      if (now < this.notBefore) return;
      await this.readAgain(now);
    }
    this.asOf = now;
  }

  whole(): LiveBody {
    return this.reading.toBody(this.value as Value, this.asOf);
  }

  since(): LiveBody {
    return this.whole();
  }

  close(): void {
    this.unfollow();
  }

  private async readAgain(now: number): Promise<void> {
    this.isStale = false;
    try {
      this.value = await this.reading.read();
      this.version += 1;
      this.readAt = now;
      const took = Date.now() - now;
      this.notBefore = now + took / READING_SHARE;
    } catch (error) {
      this.isStale = true;
      throw error;
    }
  }
}
