/** How far topics are, by `topic:partition`. */
export type Offsets = ReadonlyMap<string, bigint>;

interface Look {
  /** Milliseconds since 1970. */
  at: number;
  ends: Offsets;
}

const MAX_LOOKS = 64;

/**
 * Up to when everything that was delivered has been counted: the last moment at which a look found topics that ended where their reader
 * has come to since. Offsets know no late and no early, no fast and no slow partitions; so this holds in a backlog of hours, too.
 */
export class Completeness {
  private looks: Look[] = [];
  private reached: number | undefined;

  /**
   * @param ends where the topics end now, `at` ms since 1970
   * @param positions how far the reader is, written down when what it makes of it is
   * @returns ms since 1970, found complete at the look before, so that what was being written then is there; undefined while nothing is
   */
  see(at: number, ends: Offsets, positions: Offsets): number | undefined {
    const complete = this.reached;
    this.looks.push({ at, ends });
    const last = this.looks.findLastIndex((look) => isReached(look.ends, positions));
    if (last >= 0) {
      this.reached = this.looks[last]!.at;
      this.looks = this.looks.slice(last + 1);
    }
    // A reader that is far behind catches up with some of them as well as with all.
    if (this.looks.length > MAX_LOOKS) this.looks = this.looks.filter((_, index) => index % 2 === 0);
    return complete;
  }
}

function isReached(ends: Offsets, positions: Offsets): boolean {
  // Nobody writes down a position in a partition that never had anything.
  for (const [partition, end] of ends) if (end > 0n && (positions.get(partition) ?? 0n) < end) return false;
  return true;
}
