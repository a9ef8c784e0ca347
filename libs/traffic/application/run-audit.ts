import type { EventIdRanges } from '../../events/application/ports.ts';
import type { StreamedRuns } from '../../events/application/streaming-ports.ts';
import { eventIdAt, eventIdEnd, placeOf } from '../domain/event-sequence.ts';
import type { Simulation, Verified } from '../domain/simulation.ts';
import { RunAudit } from './ports.ts';

/** Where events are counted as they are stored: they are looked for among those that are stored, by their ids. */
export class StoredEventsAudit implements RunAudit {
  readonly isLater = false;

  constructor(private readonly eventIds: EventIdRanges) {}

  /** Counts what is stored of the places since the last time. */
  async verify({ runId, verified }: Simulation, next: number): Promise<Verified> {
    if (verified.next === next) return verified;
    const { impressions, clicks } = await this.eventIds.count(eventIdAt(runId, verified.next), eventIdAt(runId, next));
    return { next, impressions: verified.impressions + impressions, clicks: verified.clicks + clicks };
  }

  /** What was written down with the ledger belongs to it; anything read now would be of another moment. */
  current({ verified }: Simulation): Promise<Verified> {
    return Promise.resolve(verified);
  }

  async highest({ runId, ledger }: Simulation): Promise<number | undefined> {
    const highest = await this.eventIds.highest(eventIdAt(runId, ledger.next), eventIdEnd(runId));
    return highest === undefined ? undefined : placeOf(highest);
  }
}

/** Where events are counted elsewhere, some seconds after they were acknowledged: counts are told by run. */
export class StreamedRunAudit implements RunAudit {
  readonly isLater = true;

  constructor(private readonly runs: StreamedRuns) {}

  verify(simulation: Simulation): Promise<Verified> {
    return this.current(simulation);
  }

  async current({ runId, verified }: Simulation): Promise<Verified> {
    return { next: verified.next, ...(await this.runs.counted(runId)) };
  }

  /**
   * Nobody can tell: a run goes on from its ledger, and what of it was sent before without an answer has the same ids and is not
   * counted again.
   */
  highest(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
