import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Admin } from '@platformatic/kafka';
import { inCheckout } from '../../../tools/checkout.mjs';
import { Refusal } from '../../../tools/refusal.mjs';
import { runProgram } from '../../../tools/run-program.mjs';
import type { EngineProgram } from './engine.ts';
import { java } from './programs.ts';

export interface KafkaSettings {
  folder: string;
  classpath: string;
  port: number;
  controllerPort: number;
  heapMb: number;
}

/** A broker that is its own controller, with its data in `<folder>/kafka`, which is prepared if it is not there. */
export async function kafkaProgram({ folder, classpath, port, controllerPort, heapMb }: KafkaSettings): Promise<EngineProgram> {
  const data = join(folder, 'kafka');
  const properties = join(folder, 'kafka.properties');
  mkdirSync(folder, { recursive: true });
  writeFileSync(properties, propertiesOf(data, port, controllerPort));
  if (!existsSync(join(data, 'meta.properties'))) await format(folder, classpath, properties);
  return {
    name: 'Kafka',
    jvm: [`-Xmx${heapMb}m`, `-Xms${heapMb}m`, '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20', `-Dkafka.logs.dir=${join(folder, 'logs')}`],
    main: () => ['kafka.Kafka', properties],
    classpath,
    logLevel: 'warn',
    isReady: () => answers(`127.0.0.1:${port}`),
  };
}

/** What holds for our broker wherever it runs: here, and in docker-compose.yml. */
export const brokerSettings = {
  // A misspelt topic is an error, not a new topic with one partition.
  'auto.create.topics.enable': false,
  'offsets.topic.replication.factor': 1,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  // 50 each by default, for hundreds of brokers: the first consumer and the first transaction would wait for them.
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.num.partitions': 1,
  // A killed broker is not let in again before its last life has timed out: of 12 s that a start took, 9 were this.
  'broker.session.timeout.ms': 3_000,
  'broker.heartbeat.interval.ms': 500,
  'group.initial.rebalance.delay.ms': 0,
  // Flink's transactions may last six days, so that an outage of that length loses none; the default is 15 minutes.
  'transaction.max.timeout.ms': 6 * 86_400_000,
  // Of 128 MB by default: a quarter of the heap, for compacted topics of a few thousand keys.
  'log.cleaner.dedupe.buffer.size': 16 * 1024 ** 2,
};

function propertiesOf(data: string, port: number, controllerPort: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    ...brokerSettings,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function format(folder: string, classpath: string, properties: string): Promise<void> {
  const { ok, output } = await runProgram(java, [
    '-Xmx128m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:-UsePerfData',
    `-Dlog4j2.configurationFile=${inCheckout('apps', 'pipeline', 'native', 'log4j2.properties')}`,
    `-Dlog.file=${join(folder, 'logs', 'kafka-format.log')}`,
    '-Dflightdeck.level=warn',
    '-classpath',
    classpath,
    'kafka.tools.StorageTool',
    'format',
    '--ignore-formatted',
    '--cluster-id',
    clusterId(),
    '--config',
    properties,
  ]);
  if (!ok) throw new Refusal(`${output.trim()}\n\nKafka could not create its data in ${join(folder, 'kafka')}: see above.`);
}

/** One that begins with “-”, as one of 64 would, is taken for an option. */
export function clusterId(bytes = randomBytes(16)): string {
  return Buffer.from([bytes[0]! & 0x7f, ...bytes.subarray(1)]).toString('base64url');
}

/** Whether the broker has come so far that it knows itself: it accepts connections before. */
async function answers(broker: string): Promise<boolean> {
  const admin = new Admin({ clientId: 'flightdeck-engines', bootstrapBrokers: [broker], connectTimeout: 1_000, requestTimeout: 2_000, retries: 0 });
  try {
    const { brokers } = await admin.metadata({ topics: [] });
    return brokers.size > 0;
  } finally {
    await admin.close();
  }
}
