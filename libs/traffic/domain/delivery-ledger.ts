import type { SimulatedEvent } from './event-sequence.ts';

/** What a run has delivered, as far as it was acknowledged. */
export interface DeliveryLedger {
  /** All places below it are acknowledged. */
  next: number;
  /** Distinct events among them. */
  impressions: number;
  clicks: number;
  /** Deliveries meant as repeats, and how many of them were recognised as such. */
  repeats: number;
  repeatsRecognised: number;
  /** First deliveries that turned out to be stored already: sent again because the first answer was lost. */
  resent: number;
  /** Deliveries that were due and never made. */
  heldBack: number;
}

type Outcome = 'accepted' | 'duplicate' | 'rejected';

export const EMPTY_LEDGER: DeliveryLedger = { next: 0, impressions: 0, clicks: 0, repeats: 0, repeatsRecognised: 0, resent: 0, heldBack: 0 };

interface Acknowledged {
  /** At the places from `next` on. */
  events: readonly SimulatedEvent[];
  repeats: number;
  heldBack: number;
  /** Of the events, then of the repeats. */
  outcomes: readonly Outcome[];
}

/** The ledger with one more acknowledged batch. */
export function enterBatch(ledger: DeliveryLedger, { events, repeats, heldBack, outcomes }: Acknowledged): DeliveryLedger {
  const clicks = events.filter(({ type }) => type === 'click').length;
  return {
    next: ledger.next + events.length,
    impressions: ledger.impressions + events.length - clicks,
    clicks: ledger.clicks + clicks,
    repeats: ledger.repeats + repeats,
    repeatsRecognised: ledger.repeatsRecognised + duplicates(outcomes.slice(events.length)),
    resent: ledger.resent + duplicates(outcomes.slice(0, events.length)),
    heldBack: ledger.heldBack + heldBack,
  };
}

function duplicates(outcomes: readonly Outcome[]): number {
  return outcomes.filter((outcome) => outcome === 'duplicate').length;
}
