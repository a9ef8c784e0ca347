import { count, duration } from '../delivery/live-line.ts';
import { postBatch } from '../delivery/post-batch.ts';
import { postEvent } from '../delivery/post-event.ts';
import { Sender } from '../delivery/sender.ts';
import { driveTraffic } from './drive.ts';
import { EventStream } from './event-stream.ts';
import { Ledger } from './ledger.ts';
import { runTraffic, type Traffic } from './run-traffic.ts';

const BATCHES = { perRequest: 500, tickMs: 200, maxInFlight: 8 };
const SINGLE_EVENTS = { perRequest: 1, tickMs: 10, maxInFlight: 128 };

/** @returns the exit code */
export function trafficToFlightdeck(traffic: Traffic, { url, isSingle, giveUpAfterMs }: { url: URL; isSingle: boolean; giveUpAfterMs: number }): Promise<number> {
  const { seed, campaigns, rate, ctr, duplicates, seconds, asJson } = traffic;
  const requests = isSingle ? SINGLE_EVENTS : BATCHES;
  const stream = new EventStream({ seed, campaigns, rate, ctr, duplicates });
  const ledger = new Ledger(campaigns);
  return runTraffic({
    ledger,
    asJson,
    figures: { seed },
    connect: (say) => new Sender({ url, maxConnections: requests.maxInFlight, giveUpAfterMs, say }),
    drive: (sender, signal, say) => {
      say(`Sending ${count(rate)} events/s for ${campaigns.length === 1 ? campaigns[0] : `${campaigns.length} campaigns`} to ${url.origin} for ${duration(seconds)}; Ctrl-C ends it earlier. Seed: ${seed}`);
      return driveTraffic({
        // Every event happens when it is asked for, and a place that is passed over leaves nothing out.
        source: { next: () => stream.next(Date.now()), skip: () => undefined, rest: () => [] },
        ledger,
        deliver: async (events) => (isSingle ? [await postEvent(sender, events[0]!)] : postBatch(sender, events)),
        hasEnded: () => sender.ended !== undefined,
        rate,
        durationMs: seconds * 1000,
        ...requests,
        signal,
      });
    },
  });
}
