/**
 * Which committed transactions a read has seen, from PostgreSQL's own text form `xmin:xmax:xip,…` of pg_snapshot
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT).
 */
export class TransactionSnapshot {
  private constructor(
    private readonly xmax: bigint,
    private readonly inProgress: ReadonlySet<bigint>,
  ) {}

  static parse(text: string): TransactionSnapshot {
    const [, xmax = '0', inProgress = ''] = text.split(':');
    return new TransactionSnapshot(BigInt(xmax), new Set(inProgress.split(',').filter(Boolean).map(BigInt)));
  }

  /** Whether the read contains what this transaction, known to be committed by now, has written. */
  sees(transactionId: bigint): boolean {
    return transactionId < this.xmax && !this.inProgress.has(transactionId);
  }
}
