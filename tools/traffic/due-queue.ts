interface Waiting<T> {
  due: number;
  place: number;
  item: T;
}

/** What waits for its time, earliest first, and in the order of its coming where times are equal: a binary heap. */
export class DueQueue<T> {
  private readonly heap: Waiting<T>[] = [];
  private added = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the first of them is due; Infinity when none waits. */
  get nextDue(): number {
    return this.heap[0]?.due ?? Infinity;
  }

  add(due: number, item: T): void {
    const { heap } = this;
    const waiting = { due, place: (this.added += 1), item };
    let at = heap.push(waiting) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(waiting, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = waiting;
  }

  take(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.item;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first.item;
  }
}

function isBefore<T>(a: Waiting<T>, b: Waiting<T>): boolean {
  return a.due === b.due ? a.place < b.place : a.due < b.due;
}
