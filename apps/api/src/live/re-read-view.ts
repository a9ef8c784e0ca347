import type { LiveBody, LiveView } from './live-topic.ts';

/** A {@link LiveView} of something small: read anew as a whole after every word that it may have changed, and sent as a whole. */
export class ReReadView<Value> implements LiveView {
  version = 0;
  private isStale = true;
  private value: Value | undefined;
  private asOf = 0;
  private readonly unfollow: () => void;

  /**
   * @param toBody gets the value, and as of when (ms since 1970) it is known to be so
   * @param follow is given what to call when the value may have changed; returns a function that ends it
   */
  constructor(
    private readonly read: () => Promise<Value>,
    private readonly toBody: (value: Value, asOf: number) => LiveBody,
    follow: (stale: () => void) => () => void,
  ) {
    this.unfollow = follow(() => (this.isStale = true));
  }

  async refresh(): Promise<void> {
    const now = Date.now();
    if (this.isStale) await this.readAgain();
    this.asOf = now;
  }

  whole(): LiveBody {
    return this.toBody(this.value as Value, this.asOf);
  }

  since(): LiveBody {
    return this.whole();
  }

  close(): void {
    this.unfollow();
  }

  private async readAgain(): Promise<void> {
    this.isStale = false;
    try {
      this.value = await this.read();
      this.version += 1;
    } catch (error) {
      this.isStale = true;
      throw error;
    }
  }
}
