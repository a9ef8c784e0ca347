import { ingestOverloaded, ingestStopping } from './errors.ts';

interface Limits {
  /** Items after which a flush takes no further submission. */
  flushItems: number;
  /** Flushes under way at once. */
  concurrency: number;
  /** Items that must wait before a flush starts beside another one: two small flushes cost more than one later. */
  parallelItems: number;
  /** Items waiting or being flushed; beyond it submissions are refused. */
  maxItems: number;
  /** The same bound in memory: sum of `weigh` over the items. */
  maxWeight: number;
}

interface Submission<Item, Outcome> {
  items: readonly Item[];
  weight: number;
  resolve(outcomes: Outcome[]): void;
  reject(error: unknown): void;
}

/**
 * Merges concurrent submissions into one flush: a commit costs about the same for one item as for fifty, and most of
 * its time is spent waiting for the disk. While flushes run, the next one collects; nobody waits for a timer.
 */
export class GroupCommit<Item, Outcome> {
  private readonly waiting: Submission<Item, Outcome>[] = [];
  private readonly idle: (() => void)[] = [];
  private items = 0;
  private waitingItems = 0;
  private weight = 0;
  private running = 0;
  private scheduled = false;
  private stopped = false;

  constructor(
    private readonly flush: (items: Item[]) => Promise<Outcome[]>,
    private readonly weigh: (item: Item) => number,
    private readonly limits: Limits,
  ) {}

  /** Items accepted for flushing and not answered yet. */
  get pending(): number {
    return this.items;
  }

  /**
   * Resolves after the flush that contains these items, with their outcomes in order; rejects with what the flush
   * rejected with.
   *
   * @throws DomainError `INGEST_OVERLOADED` when the bounds are reached, `INGEST_STOPPING` after {@link drain}
   */
  submit(items: readonly Item[]): Promise<Outcome[]> {
    if (this.stopped) return Promise.reject(ingestStopping());
    let weight = 0;
    for (const item of items) weight += this.weigh(item);
    // A submission larger than the bounds passes when nothing else is under way; otherwise it never could.
    if (this.items > 0 && (this.items + items.length > this.limits.maxItems || this.weight + weight > this.limits.maxWeight)) {
      return Promise.reject(ingestOverloaded());
    }
    this.items += items.length;
    this.waitingItems += items.length;
    this.weight += weight;
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, weight, resolve, reject });
      this.schedule();
    });
  }

  /** Refuses what comes from now on and resolves when everything accepted before is answered. */
  drain(): Promise<void> {
    this.stopped = true;
    if (this.items === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  // Deferred to the end of the event loop's turn, so that all requests read in this turn share the flush.
  private schedule(): void {
    if (this.scheduled || !this.mayRun()) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.mayRun()) void this.run();
    });
  }

  private mayRun(): boolean {
    if (this.waiting.length === 0 || this.running >= this.limits.concurrency) return false;
    return this.running === 0 || this.waitingItems >= this.limits.parallelItems;
  }

  private async run(): Promise<void> {
    const group = this.takeGroup();
    this.running += 1;
    this.schedule();
    try {
      const outcomes = await this.flush(group.length === 1 ? [...group[0]!.items] : group.flatMap((submission) => submission.items));
      let start = 0;
      for (const submission of group) {
        submission.resolve(outcomes.slice(start, start + submission.items.length));
        start += submission.items.length;
      }
    } catch (error) {
      for (const submission of group) submission.reject(error);
    } finally {
      this.running -= 1;
      for (const submission of group) {
        this.items -= submission.items.length;
        this.weight -= submission.weight;
      }
      if (this.items === 0) for (const resolve of this.idle.splice(0)) resolve();
      this.schedule();
    }
  }

  private takeGroup(): Submission<Item, Outcome>[] {
    let taken = 0;
    let count = 0;
    while (count < this.waiting.length && (count === 0 || taken + this.waiting[count]!.items.length <= this.limits.flushItems)) {
      taken += this.waiting[count]!.items.length;
      count += 1;
    }
    this.waitingItems -= taken;
    return this.waiting.splice(0, count);
  }
}
