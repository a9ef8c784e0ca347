/** Pressed later than this, the second key of a sequence begins anew. */
const SEQUENCE_MS = 1_500;

/**
 * Finds out which shortcut the last keys amount to. A shortcut is one key, or two after each other with a space between
 * (`g c`).
 */
export class ShortcutKeys {
  #before: { key: string; at: number } | null = null;

  /** @returns the shortcut that this key completes, if `known` has it; `at` in ms */
  press(key: string, at: number, known: (keys: string) => boolean): string | null {
    const before = this.#before;
    this.#before = null;
    if (before !== null && at - before.at <= SEQUENCE_MS) {
      const both = `${before.key} ${key}`;
      if (known(both)) return both;
    }
    if (known(key)) return key;
    this.#before = { key, at };
    return null;
  }
}
