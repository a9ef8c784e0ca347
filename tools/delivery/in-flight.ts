/** Tasks under way at the same time, up to a limit. Tasks report by value; one that throws is a fault and is thrown on. */
export class InFlight {
  private readonly running = new Set<Promise<void>>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get hasRoom(): boolean {
    return this.running.size < this.limit;
  }

  async room(): Promise<void> {
    while (!this.hasRoom) await Promise.race(this.running);
  }

  add(task: Promise<void>): void {
    const tracked = task.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  async settled(): Promise<void> {
    await Promise.all(this.running);
  }
}
