import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inCheckout } from '../../../tools/checkout.mjs';
import type { EngineProgram } from './engine.ts';

export interface FlinkSettings {
  folder: string;
  classpath: string;
  restPort: number;
  rpcPort: number;
  gatewayPort: number;
  jobManagerHeapMb: number;
  gatewayHeapMb: number;
  /** What jobs may use of the TaskManager's heap, all together. */
  taskHeapMb: number;
  /** What RocksDB may use, in equal parts for each slot. */
  managedMb: number;
}

/** Besides what jobs get: Flink's own share of the TaskManager's heap, its buffers outside it, and what code takes. */
const frameworkHeapMb = 128;
const directMb = { framework: 128, task: 64, network: 128 };
const metaspaceMb = 256;
const overheadMb = 192;

/** Where checkpoints and savepoints lie, as Flink writes it. */
export const stateDirectoryIn = (folder: string): string => pathToFileURL(join(folder, 'state')).href;

/** The three processes of Flink, whose common configuration is written to `<folder>/flink`. */
export function flinkPrograms(settings: FlinkSettings): { jobManager: EngineProgram; taskManager: EngineProgram; gateway: EngineProgram } {
  const { folder, classpath, restPort, gatewayPort, jobManagerHeapMb, gatewayHeapMb, taskHeapMb } = settings;
  const configuration = join(folder, 'flink');
  const { 'env.java.opts.all': opened = '', ...shared } = sharedConfiguration();
  const temporary = (name: string) => join(folder, 'tmp', name);
  mkdirSync(join(configuration, 'plugins'), { recursive: true });
  mkdirSync(join(folder, 'state'), { recursive: true });
  writeFileSync(join(configuration, 'config.yaml'), asText({ ...shared, ...ownConfiguration(settings) }));
  const rest = `http://127.0.0.1:${restPort}`;
  // A killed one stays listed until it is missed, so that each needs a name of its own.
  const taskManagerId = (attempt: number) => `taskmanager-${attempt}`;
  // Without it the gateway takes the folder it was started in for Flink's.
  const environment = { FLINK_CONF_DIR: configuration, FLINK_PLUGINS_DIR: join(configuration, 'plugins') };
  const small = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...opened.split(' ')];

  return {
    jobManager: {
      name: 'JobManager',
      jvm: [`-Xmx${jobManagerHeapMb}m`, `-XX:MaxMetaspaceSize=${metaspaceMb}m`, ...small],
      main: () => ['org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint', '--configDir', configuration, '--executionMode', 'cluster', '-D', `io.tmp.dirs=${temporary('jobmanager')}`],
      classpath,
      environment,
      logLevel: 'info',
      isReady: async () => (await ask(`${rest}/overview`)).ok,
    },
    taskManager: {
      name: 'TaskManager',
      jvm: [
        `-Xmx${frameworkHeapMb + taskHeapMb}m`,
        `-Xms${frameworkHeapMb + taskHeapMb}m`,
        `-XX:MaxDirectMemorySize=${directMb.framework + directMb.task + directMb.network}m`,
        `-XX:MaxMetaspaceSize=${metaspaceMb}m`,
        '-XX:+UseG1GC',
        ...opened.split(' '),
      ],
      main: (attempt) => ['org.apache.flink.runtime.taskexecutor.TaskManagerRunner', '--configDir', configuration, '-D', `io.tmp.dirs=${temporary('taskmanager')}`, '-D', `taskmanager.resource-id=${taskManagerId(attempt)}`],
      classpath,
      environment,
      logLevel: 'info',
      isReady: async (attempt) => {
        const { taskmanagers } = (await (await ask(`${rest}/taskmanagers`)).json()) as { taskmanagers: { id: string }[] };
        return taskmanagers.some(({ id }) => id === taskManagerId(attempt));
      },
    },
    gateway: {
      name: 'SQL gateway',
      jvm: [`-Xmx${gatewayHeapMb}m`, ...small],
      main: () => ['org.apache.flink.table.gateway.SqlGateway', '-D', `io.tmp.dirs=${temporary('sql-gateway')}`],
      classpath,
      environment,
      logLevel: 'info',
      isReady: async () => (await ask(`http://127.0.0.1:${gatewayPort}/info`)).ok,
    },
  };
}

/** One that takes the connection and does not answer, as a JVM does that is short of everything, is asked again. */
const ask = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(2_000) });

/** What holds wherever Flink runs: `name: value` lines. */
function sharedConfiguration(): Record<string, string> {
  const lines = readFileSync(inCheckout('apps', 'pipeline', 'native', 'flink.yaml'), 'utf8').split('\n').filter((line) => /^\w/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
}

function ownConfiguration({ folder, restPort, rpcPort, gatewayPort, taskHeapMb, managedMb }: FlinkSettings): Record<string, string | number> {
  const here = '127.0.0.1';
  return {
    'jobmanager.rpc.address': here,
    'jobmanager.rpc.port': rpcPort,
    'jobmanager.bind-host': here,
    // Whoever reaches it can run anything: it knows no password.
    'rest.address': here,
    'rest.bind-address': here,
    // Not also as rest.bind-port: the gateway would listen there, too, whatever its own port is.
    'rest.port': restPort,
    'taskmanager.host': here,
    'taskmanager.bind-host': here,
    'sql-gateway.endpoint.rest.address': here,
    'sql-gateway.endpoint.rest.bind-address': here,
    'sql-gateway.endpoint.rest.port': gatewayPort,
    'execution.checkpointing.dir': `${stateDirectoryIn(folder)}/checkpoints`,
    'execution.checkpointing.savepoint-dir': `${stateDirectoryIn(folder)}/savepoints`,
    // Flink's own scripts work these out from a total; started without them, it wants each.
    'taskmanager.cpu.cores': cpus().length,
    'taskmanager.memory.framework.heap.size': `${frameworkHeapMb}m`,
    'taskmanager.memory.task.heap.size': `${taskHeapMb}m`,
    'taskmanager.memory.managed.size': `${managedMb}m`,
    'taskmanager.memory.framework.off-heap.size': `${directMb.framework}m`,
    'taskmanager.memory.task.off-heap.size': `${directMb.task}m`,
    'taskmanager.memory.network.min': `${directMb.network}m`,
    'taskmanager.memory.network.max': `${directMb.network}m`,
    'taskmanager.memory.jvm-metaspace.size': `${metaspaceMb}m`,
    'taskmanager.memory.jvm-overhead.min': `${overheadMb}m`,
    'taskmanager.memory.jvm-overhead.max': `${overheadMb}m`,
  };
}

const asText = (settings: Record<string, string | number>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
