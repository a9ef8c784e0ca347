interface Commit {
  /** Of the campaign, this one included. */
  impressions: number;
  /** When it was sent, milliseconds since 1970: the way to the database is in the latency. */
  at: number;
}

/** What was sent of each campaign and acknowledged, and how long after it was sent who watches had it. */
export class CommitLog {
  private readonly commits = new Map<string, Commit[]>();
  private readonly totals: Map<string, number>;

  /** @param totals what there was of each before anything was sent */
  constructor(totals: ReadonlyMap<string, number>) {
    this.totals = new Map(totals);
  }

  add(name: string, impressions: number, at: number): void {
    const commits = this.commits.get(name);
    const total = (this.totals.get(name) ?? 0) + impressions;
    this.totals.set(name, total);
    const commit = { impressions: total, at };
    if (commits === undefined) this.commits.set(name, [commit]);
    else commits.push(commit);
  }

  /** One who watches from now on: what was sent before does not count for it. */
  watcher(): CommitWatcher {
    return new CommitWatcher(this.commits, new Map([...this.commits].map(([name, commits]) => [name, commits.length])));
  }
}

export class CommitWatcher {
  readonly latencies: number[] = [];
  private readonly commits: ReadonlyMap<string, Commit[]>;
  private readonly next: Map<string, number>;

  constructor(commits: ReadonlyMap<string, Commit[]>, next: Map<string, number>) {
    this.commits = commits;
    this.next = next;
  }

  /**
   * It was shown this total, at this time (ms since 1970). Each commit that is in it for the first time is a sample.
   */
  shown(name: string, impressions: number, at: number): void {
    const commits = this.commits.get(name) ?? [];
    let place = this.next.get(name) ?? 0;
    for (; place < commits.length && commits[place]!.impressions <= impressions; place += 1) this.latencies.push(at - commits[place]!.at);
    this.next.set(name, place);
  }
}
