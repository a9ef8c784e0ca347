import { writeFile } from 'node:fs/promises';
import { UsageError } from '../delivery/command-line.ts';
import { KafkaSender } from '../delivery/kafka-sender.ts';
import { count, duration } from '../delivery/live-line.ts';
import { produceBatch } from '../delivery/produce-batch.ts';
import { CLICKS_TOPIC, IMPRESSIONS_TOPIC } from '../delivery/topic-record.ts';
import { AdStream, NO_CAMPAIGN } from './ad-stream.ts';
import { AdTruth } from './ad-truth.ts';
import type { Anomaly } from './anomaly.ts';
import { driveTraffic } from './drive.ts';
import { Ledger } from './ledger.ts';
import { runTraffic, type Traffic } from './run-traffic.ts';

interface KafkaTraffic {
  brokers: string[];
  late: number;
  orphans: number;
  anomalies: readonly Anomaly[];
  /** Of the first event, ms since 1970; the present when absent. */
  start: number | undefined;
  truthFile: string | undefined;
  giveUpAfterMs: number;
}

/** @returns the exit code */
export async function trafficToKafka(traffic: Traffic, { brokers, late, orphans, anomalies, start: wantedStart, truthFile, giveUpAfterMs }: KafkaTraffic): Promise<number> {
  const { seed, campaigns, rate, ctr, duplicates, seconds, asJson } = traffic;
  // Not after hours only it should turn out that there is no place for it.
  if (truthFile !== undefined) await writeTruth(truthFile, '');
  const ledger = new Ledger([...campaigns, NO_CAMPAIGN], { tellsDuplicates: false });
  const truth = new AdTruth();
  const figures = { seed, start: '', truth_file: truthFile };
  return runTraffic({
    ledger,
    asJson,
    figures,
    connect: (say) => new KafkaSender({ brokers, giveUpAfterMs, say }),
    drive: async (sender, signal, say) => {
      say(`Writing ${count(rate)} records/s for ${campaigns.length === 1 ? campaigns[0] : `${campaigns.length} campaigns`} to Kafka at ${brokers.join(', ')} for ${duration(seconds)}; Ctrl-C ends it earlier. Seed: ${seed}`);
      await sender.ready([IMPRESSIONS_TOPIC, CLICKS_TOPIC]);
      const start = wantedStart ?? Date.now();
      figures.start = new Date(start).toISOString();
      const stream = new AdStream({ seed, start, campaigns, rate, ctr, duplicates, late, orphans, anomalies });
      await driveTraffic({
        source: stream,
        ledger: {
          hold: (places) => ledger.hold(places),
          recordSent: (delivery) => ledger.recordSent(delivery),
          recordOutcome: (delivery, outcome) => {
            ledger.recordOutcome(delivery, outcome);
            truth.record(delivery, outcome);
          },
        },
        deliver: (events) => produceBatch(sender, events),
        hasEnded: () => sender.ended !== undefined,
        rate,
        durationMs: seconds * 1000,
        pastMs: Date.now() - start,
        perRequest: 2_000,
        tickMs: 200,
        maxInFlight: 8,
        signal,
      });
      if (truthFile === undefined) return;
      const options = { seed, start: figures.start, campaigns, rate, ctr, duplicates, late, orphans, anomalies, duration: seconds };
      await writeTruth(truthFile, `${JSON.stringify({ options, ...truth.toJSON() }, null, 1)}\n`);
      say(`The truth about it is in ${truthFile}.`);
    },
  });
}

/** @throws UsageError */
async function writeTruth(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`The truth cannot be written: ${(error as Error).message}.`);
  }
}
