import { Admin } from '@platformatic/kafka';
import { within } from '../../libs/platform/kafka/within.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A call that waits while its broker is killed may never end; whoever keeps the topics tries again. */
const PATIENCE_MS = 60_000;

/** The broker's own time on each record: what bounds event time must not come from a client's clock. */
const BROKER_TIME = { 'message.timestamp.type': 'LogAppendTime' };
/** An event may take 256 KB, and more than four times that in a record: there, 1e20 has 21 digits, and a quotation mark in metadata four characters. */
const LARGE = { 'max.message.bytes': String(4 * 1024 ** 2) };
/** Only whole segments are deleted, and one is closed after a week by default: seven days would be up to fourteen. */
const BY_DAY = { 'segment.ms': String(DAY_MS) };
/**
 * Ids are known for 14 days; what is older than 7 is put aside. So what is read again after an outage of a week is still told apart. As
 * long for what has been counted: the jobs behind it may be away for as long as the one before it.
 */
const WEEK = { ...BROKER_TIME, ...BY_DAY, 'retention.ms': String(7 * DAY_MS) };
/** The last record of each key stays for a month. */
const RESULTS = { 'cleanup.policy': 'compact,delete', 'retention.ms': String(30 * DAY_MS), 'min.compaction.lag.ms': String(HOUR_MS), ...BY_DAY };
const KEPT = { 'retention.ms': '-1' };

/** Every topic of the pipeline, and how it is kept. */
export const TOPICS: Record<string, Record<string, string>> = {
  events: { ...WEEK, ...LARGE },
  'ad-impressions': WEEK,
  'ad-clicks': WEEK,
  'counted-events': { ...WEEK, ...LARGE },
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
export async function createTopics(options: TopicOptions): Promise<void> {
  const admin = new Admin({ clientId: 'flightdeck-topics', bootstrapBrokers: options.brokers.split(','), retries: 5, retryDelay: 1_000 });
  try {
    await within(PATIENCE_MS, createMissing(admin, options));
  } finally {
    void admin.close().catch(() => undefined);
  }
}

async function createMissing(admin: Admin, { prefix = '', partitions, replicas }: TopicOptions): Promise<void> {
  const present = new Set(await admin.listTopics());
  for (const [name, configs] of Object.entries(TOPICS)) {
    const topic = prefix + name;
    if (present.has(topic)) continue;
    await admin.createTopics({
      topics: [topic],
      partitions,
      replicas,
      configs: Object.entries(configsOf(name, configs, replicas)).map(([key, value]) => ({ name: key, value })),
    });
  }
}

function configsOf(name: string, configs: Record<string, string>, replicas: number): Record<string, string> {
  return {
    ...configs,
    // One broker may be away; what is confirmed is on all the others. The brokers' own default is that one copy is enough.
    'min.insync.replicas': String(Math.max(1, replicas - 1)),
    // A record that is on one broker only is durable once that broker's disk has it.
    ...(replicas === 1 && ACKNOWLEDGED.has(name) && { 'flush.messages': '1' }),
  };
}
