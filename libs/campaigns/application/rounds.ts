/** Repeats a job for all who ask for it, one round at a time: those who ask during a round share the next one. */
export class Rounds {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly job: () => Promise<void>) {}

  /** Resolves, or rejects, with a round that began after this call. */
  ask(): Promise<void> {
    if (this.next !== undefined) return this.next;
    if (this.running === undefined) return this.begin();
    const begin = (): Promise<void> => this.begin();
    return (this.next = this.running.then(begin, begin));
  }

  private begin(): Promise<void> {
    this.next = undefined;
    const round = this.job().finally(() => {
      // Otherwise the next one has begun already.
      if (this.running === round) this.running = undefined;
    });
    this.running = round;
    return round;
  }
}
