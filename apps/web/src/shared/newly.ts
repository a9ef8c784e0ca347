/** Tells what has come to be so since it was looked at last. How a thing was when it was first seen is no news. */
export class Newly {
  readonly #before = new Map<string, boolean>();

  /** @returns which of these things are so now, and were not when they were seen before */
  of(things: Iterable<readonly [id: string, isSo: boolean]>): string[] {
    const news: string[] = [];
    for (const [id, isSo] of things) {
      if (isSo && this.#before.get(id) === false) news.push(id);
      this.#before.set(id, isSo);
    }
    return news;
  }
}
