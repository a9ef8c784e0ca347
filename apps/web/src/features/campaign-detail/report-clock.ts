/**
 * Until when a report is known. That is the server's present time, except between the loss of the line and the report's
 * first message after it: other topics may be back earlier, and the minutes that were missed must not be drawn as silence.
 */
export class ReportClock {
  #state: 'unheard' | 'live' | { heldAt: number } = 'unheard';

  /** Another report is followed from now on. */
  restart(): void {
    this.#state = 'unheard';
  }

  heard(): void {
    this.#state = 'live';
  }

  /** @param now the server's time when the line was lost, in ms; null when it was never known */
  lost(now: number | null): void {
    if (this.#state === 'live' && now !== null) this.#state = { heldAt: now };
  }

  /** @param asOf of the report, which came by REST or is left from an earlier visit until its first live message */
  now(asOf: number, serverNow: number | null): number {
    if (this.#state === 'unheard') return asOf;
    return this.#state === 'live' ? (serverNow ?? asOf) : this.#state.heldAt;
  }
}
