import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureEngineFiles } from './engine-files.ts';
import { Engine } from './engine.ts';
import { flinkPrograms, stateDirectoryIn } from './flink.ts';
import { Guard } from './guard.ts';
import { kafkaProgram } from './kafka.ts';
import { freePorts, requireFree } from './ports.ts';
import { requirePrograms } from './programs.ts';

export interface EngineOptions {
  /** Everything they write lies in it. Nothing else may use it meanwhile; see keeper.ts for a lock. */
  folder: string;
  /** A free one for each that is absent. */
  ports?: { kafka?: number; flink?: number; gateway?: number };
  memory?: Partial<typeof defaultMemory>;
  /** Told of every process, as it is started. */
  onStart?: (pid: number) => void;
}

/** Of one machine that does other things as well. */
export const defaultMemory = { kafkaHeapMb: 512, jobManagerHeapMb: 384, gatewayHeapMb: 384, taskHeapMb: 640, managedMb: 1536 };

/** Kafka and Flink, each reached at 127.0.0.1 alone. They end with this process, however it ends. */
export interface Engines {
  /** As Kafka's clients want it: host and port. */
  brokers: string;
  flinkUrl: string;
  gatewayUrl: string;
  /** A `file:` address: checkpoints and savepoints lie below it. */
  stateDirectory: string;
  /** Each can be killed and started again at the same address. */
  broker: Engine;
  jobManager: Engine;
  taskManager: Engine;
  gateway: Engine;
  /** In order; the data stays. Twice is as good as once. */
  stop: () => Promise<void>;
}

/**
 * Starts Kafka and Flink with what a folder holds, and waits until all of it works.
 *
 * @throws {Refusal} when a port is taken, or with the end of the log of what does not work; then nothing is left running
 */
export async function startEngines({ folder: wantedFolder, ports = {}, memory: wantedMemory, onStart }: EngineOptions): Promise<Engines> {
  const folder = resolve(wantedFolder);
  mkdirSync(folder, { recursive: true });
  // Before anything is started: another Flink that answers at our port would pass for ours.
  for (const port of Object.values(ports)) await requireFree(port);
  await requirePrograms(['java']);
  const files = await ensureEngineFiles();
  const memory = { ...defaultMemory, ...wantedMemory };
  const [controllerPort = 0, rpcPort = 0, ...free] = await freePorts(5);
  const { kafka: kafkaPort = free[0]!, flink: restPort = free[1]!, gateway: gatewayPort = free[2]! } = ports;

  const guard = new Guard();
  const begin = (pid: number) => {
    guard.include(pid);
    onStart?.(pid);
  };
  const kafka = kafkaProgram({ folder, classpath: files.kafka, port: kafkaPort, controllerPort, heapMb: memory.kafkaHeapMb });
  const flink = flinkPrograms({ folder, classpath: files.flink, restPort, rpcPort, gatewayPort, ...memory });
  const jobManager = new Engine(folder, flink.jobManager, begin);
  const taskManager = new Engine(folder, flink.taskManager, begin);
  const gateway = new Engine(folder, flink.gateway, begin);
  const broker = kafka.then((program) => new Engine(folder, program, begin));
  const starts = [broker.then((engine) => engine.start()), jobManager.start(), taskManager.start(), gateway.start()];
  try {
    await Promise.all(starts);
  } catch (error) {
    // The first that failed says why; the rest need not be waited for, except one that is about to begin.
    await guard.close();
    await Promise.allSettled(starts);
    await Promise.all([await broker.catch(() => undefined), jobManager, taskManager, gateway].map(async (engine) => engine?.kill()));
    await guard.close();
    throw error;
  }

  return {
    brokers: `127.0.0.1:${kafkaPort}`,
    flinkUrl: `http://127.0.0.1:${restPort}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    stateDirectory: stateDirectoryIn(folder),
    broker: await broker,
    jobManager,
    taskManager,
    gateway,
    stop: async () => {
      // Kafka last: what Flink still writes as it ends needs somewhere to go.
      await Promise.all([gateway.stop(), taskManager.stop(), jobManager.stop()]);
      await (await broker).stop();
      await guard.close();
    },
  };
}
