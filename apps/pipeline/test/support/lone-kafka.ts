import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngineFiles } from '../../native/engine-files.ts';
import { Engine } from '../../native/engine.ts';
import { Guard } from '../../native/guard.ts';
import { kafkaProgram } from '../../native/kafka.ts';
import { freePorts } from '../../native/ports.ts';
import { requirePrograms } from '../../native/programs.ts';

export interface LoneKafka {
  brokers: string;
  broker: Engine;
  /** Makes it hang without closing a connection, or go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}

/** A broker without Flink, for what only writes and reads topics. */
export async function startKafka(): Promise<LoneKafka> {
  await requirePrograms(['java']);
  const { kafka: classpath } = await ensureEngineFiles();
  const folder = mkdtempSync(join(tmpdir(), 'flightdeck-test-kafka-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const guard = new Guard();
  let running = 0;
  const broker = new Engine(folder, await kafkaProgram({ folder, classpath, port, controllerPort, heapMb: 384 }), (pid) => {
    guard.include(pid);
    running = pid;
  });
  const stop = async (): Promise<void> => {
    await broker.stop();
    await guard.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await broker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: `127.0.0.1:${port}`, broker, signal: (signal) => void process.kill(running, signal), stop };
}
