/** What this process has done in streaming mode, for its measurements. */
export class PipelineFigures {
  /** Events that the brokers have taken. */
  produced = 0;
  /** Requests to the brokers that ended without a confirmation. */
  produceFailures = 0;
  private readonly handledAt = new Map<string, number>();
  private readonly followers: { lag(): ReadonlyMap<string, number> }[] = [];

  follow(follower: { lag(): ReadonlyMap<string, number> }): void {
    this.followers.push(follower);
  }

  /** Records of this topic were dealt with now. */
  handled(topic: string): void {
    this.handledAt.set(topic, Date.now());
  }

  /** Records of each topic, of the partitions that are this process's, that are not dealt with yet. */
  lags(): Map<string, number> {
    return new Map(this.followers.flatMap((follower) => [...follower.lag()]));
  }

  /** When records of each topic were dealt with last, ms since 1970. */
  lastHandled(): ReadonlyMap<string, number> {
    return this.handledAt;
  }
}
