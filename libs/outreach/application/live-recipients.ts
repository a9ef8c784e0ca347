import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { followOutreach } from './outreach-news.ts';
import type { RecipientStore, RecipientView } from './ports.ts';

/** While the campaign's dispatch goes on, rows are read so often even without news: the process that sends may be one that nobody hears. */
const MOVES_MS = 1_000;

interface Row {
  view: RecipientView;
  version: number;
}

/** The rows that a page shows, kept up to date: after news they are read again, and those told that have changed. */
export class LiveRecipients {
  private rows = new Map<string, Row>();
  private isStale = true;
  private readAt = 0;
  private current = 0;
  /** At which rows were last found gone: who knows an older version has to be told everything. */
  private wholeVersion = 0;
  private asOfTime = 0;
  private moves = false;
  private readonly unfollow: () => void;

  constructor(
    private readonly campaignId: string,
    private readonly ids: readonly string[],
    private readonly store: RecipientStore,
    publisher: DomainEventPublisher,
    /** Whether the campaign's dispatch goes on. */
    private readonly isMoving: () => Promise<boolean>,
    private readonly now: () => number = Date.now,
  ) {
    this.unfollow = followOutreach(publisher, campaignId, () => (this.isStale = true));
  }

  /** Grows with every change. */
  get version(): number {
    return this.current;
  }

  get asOf(): number {
    return this.asOfTime;
  }

  async refresh(): Promise<void> {
    const now = this.now();
    if (this.isStale || (this.moves && now - this.readAt >= MOVES_MS)) {
      await this.readAgain();
      this.readAt = now;
    }
    this.asOfTime = now;
  }

  /** In the order in which they were asked for; those that are gone are left out. */
  view(): RecipientView[] {
    return this.ids.flatMap((id) => this.rows.get(id)?.view ?? []);
  }

  /** Undefined when what was there at that version is gone. */
  changedSince(version: number): RecipientView[] | undefined {
    if (version < this.wholeVersion) return undefined;
    return this.ids.flatMap((id) => {
      const row = this.rows.get(id);
      return row !== undefined && row.version > version ? [row.view] : [];
    });
  }

  close(): void {
    this.unfollow();
  }

  private async readAgain(): Promise<void> {
    this.isStale = false;
    try {
      // Asked first: of a dispatch that has ended the rows are read once more.
      const moves = await this.isMoving();
      const found = (await this.store.findAll(this.ids)).filter(({ campaignId }) => campaignId === this.campaignId);
      const next = this.current + 1;
      const rows = new Map(found.map((view): [string, Row] => {
        const known = this.rows.get(view.id);
        return [view.id, known !== undefined && isSame(known.view, view) ? known : { view, version: next }];
      }));
      const isGone = [...this.rows.keys()].some((id) => !rows.has(id));
      if (isGone) this.wholeVersion = next;
      if (isGone || this.current === 0 || [...rows.values()].some(({ version }) => version === next)) this.current = next;
      this.rows = rows;
      this.moves = moves;
    } catch (error) {
      this.isStale = true;
      throw error;
    }
  }
}

function isSame(a: RecipientView, b: RecipientView): boolean {
  return Object.entries(a).every(([name, value]) => value === b[name as keyof RecipientView]);
}
