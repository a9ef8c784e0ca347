import type { LiveBody, LiveView } from './live-topic.ts';

/** A view with those who watch it, and what is to be sent to them. */
export class LiveChannel {
  /** How many watch it. */
  watchers = 0;
  private refreshing: Promise<void> | undefined;
  private hasBeenRefreshed = false;
  // Most browsers have confirmed the same version, so most updates are computed once per tick.
  private readonly bodies = new Map<number, { kind: 'snapshot' | 'update'; body: LiveBody }>();
  private bodiesVersion = -1;

  constructor(
    readonly name: string,
    private readonly view: LiveView,
  ) {}

  /** Whether there is anything to show. */
  get isKnown(): boolean {
    return this.hasBeenRefreshed;
  }

  get version(): number {
    return this.view.version;
  }

  /** Those who ask while it is being done share the outcome. */
  refresh(): Promise<void> {
    this.refreshing ??= this.view
      .refresh()
      .then(() => {
        this.hasBeenRefreshed = true;
      })
      .finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  /** @param version what a browser has confirmed; negative: nothing */
  bodySince(version: number): { kind: 'snapshot' | 'update'; body: LiveBody } {
    if (this.bodiesVersion !== this.version) this.forgetBodies();
    let message = this.bodies.get(version);
    if (message === undefined) {
      const changes = version < 0 ? undefined : this.view.since(version);
      message = changes === undefined ? { kind: 'snapshot', body: this.view.whole() } : { kind: 'update', body: changes };
      this.bodies.set(version, message);
    }
    return message;
  }

  /** Bodies say as of when they are: they are kept for one round only. */
  forgetBodies(): void {
    this.bodies.clear();
    this.bodiesVersion = this.version;
  }

  close(): void {
    this.view.close();
  }
}
