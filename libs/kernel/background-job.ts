/** How long a job that failed waits before it is tried again. */
const RETRY_MS = 2_000;

/** Work that is done some time after it was asked for, one run at a time, and tried again until it succeeds. */
export class BackgroundJob {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isWanted = false;
  private isFailing = false;
  private closed = false;

  /**
   * @param run does the work; asked for again while it runs, it runs again afterwards
   * @param delayMs asked for several times within this, it runs once
   * @param onError told why a run failed; not again until one has succeeded
   */
  constructor(
    private readonly run: (isClosing: () => boolean) => Promise<void>,
    private readonly delayMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Returns at once. */
  want(): void {
    this.isWanted = true;
    if (this.running === undefined) this.schedule(this.delayMs);
  }

  /** Resolves when the run under way has ended; there is none after it. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.closed || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.running = this.work().finally(() => (this.running = undefined));
    }, delayMs);
    this.timer.unref();
  }

  private async work(): Promise<void> {
    this.isWanted = false;
    let delayMs = this.delayMs;
    try {
      await this.run(() => this.closed);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.onError(error);
      this.isFailing = true;
      this.isWanted = true;
      delayMs = RETRY_MS;
    }
    if (this.isWanted) this.schedule(delayMs);
  }
}
