import { Admin } from '@platformatic/kafka';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The broker's own time on each record: what bounds event time must not come from a client's clock. */
const BROKER_TIME = { 'message.timestamp.type': 'LogAppendTime' };
/** An event may take 256 KB, and more than four times that in a record: there, 1e20 has 21 digits, and a quotation mark in metadata four characters. */
const LARGE = { 'max.message.bytes': String(4 * 1024 ** 2) };
/** Ids are known for 14 days; what is older than 7 is put aside. So what is read again after an outage of a week is still told apart. */
const TAKEN_IN = { ...BROKER_TIME, 'retention.ms': String(7 * DAY_MS) };
const BETWEEN = { ...BROKER_TIME, 'retention.ms': String(3 * DAY_MS) };
/** The last record of each key stays for a month. */
const RESULTS = { 'cleanup.policy': 'compact,delete', 'retention.ms': String(30 * DAY_MS), 'min.compaction.lag.ms': String(HOUR_MS), 'segment.ms': String(DAY_MS) };
const KEPT = { 'retention.ms': '-1' };

/** Every topic of the pipeline, and how it is kept. */
const TOPICS: Record<string, Record<string, string>> = {
  events: { ...TAKEN_IN, ...LARGE },
  'ad-impressions': TAKEN_IN,
  'ad-clicks': TAKEN_IN,
  'counted-events': { ...BETWEEN, ...LARGE },
  'late-events': { ...KEPT, ...LARGE },
  'rejected-records': { ...KEPT, ...LARGE },
  'minute-stats': RESULTS,
  'minute-breakdowns': RESULTS,
  'simulation-counts': RESULTS,
  'campaign-ctr-minute': RESULTS,
  'device-engagement-minute': RESULTS,
  'ctr-anomalies': RESULTS,
};

/** What clients were told is kept. */
const ACKNOWLEDGED = new Set(['events', 'ad-impressions', 'ad-clicks']);

export interface TopicOptions {
  brokers: string;
  /** In front of each name. */
  prefix?: string;
  /** Of each topic that is created now; one that is there keeps what it has. */
  partitions: number;
  /** Copies of each record, on as many brokers. */
  replicas: number;
}

/** Creates the topics that are missing. */
export async function createTopics({ brokers, prefix = '', partitions, replicas }: TopicOptions): Promise<void> {
  const admin = new Admin({ clientId: 'flightdeck-topics', bootstrapBrokers: brokers.split(','), retries: 5, retryDelay: 1_000 });
  try {
    const present = new Set(await admin.listTopics());
    for (const [name, configs] of Object.entries(TOPICS)) {
      const topic = prefix + name;
      if (present.has(topic)) continue;
      await admin.createTopics({
        topics: [topic],
        partitions,
        replicas,
        // A record that is on one broker only is durable once that broker's disk has it.
        configs: Object.entries({ ...configs, ...(replicas === 1 && ACKNOWLEDGED.has(name) && { 'flush.messages': '1' }) }).map(([key, value]) => ({ name: key, value })),
      });
    }
  } finally {
    await admin.close();
  }
}
