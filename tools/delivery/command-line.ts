import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Something the person at the keyboard can put right: shown as its message alone. */
export class UsageError extends Error {}

interface CommandLine {
  options: Record<string, string | boolean | undefined>;
  /** What may be given several times. */
  lists: Record<string, string[] | undefined>;
  positionals: string[];
}

/** @throws UsageError in a sentence, where Node's own wording goes on about rare cases */
export function readCommandLine(options: ParseArgsOptionsConfig, args = process.argv.slice(2)): CommandLine {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { options: values as CommandLine['options'], lists: values as CommandLine['lists'], positionals };
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s|\n|\.$/);
    throw new UsageError(`${sentence}. --help lists what there is.`);
  }
}

/** @throws UsageError naming the option and what it expects */
export function numberOption(text: unknown, name: string, { min, max, whole = false }: { min: number; max: number; whole?: boolean }): number {
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : NaN;
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`--${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not ${JSON.stringify(text)}.`);
  }
  return value;
}

/** @throws UsageError */
export function urlOption(text: unknown): URL {
  const url = URL.parse(String(text));
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`--url must be the address of a Flightdeck, such as http://localhost:3000, not ${JSON.stringify(text)}.`);
  }
  url.search = '';
  url.hash = '';
  return url;
}

/** @throws UsageError */
export function brokersOption(text: unknown): string[] {
  const brokers = String(text).split(',').map((broker) => broker.trim());
  for (const broker of brokers) {
    const port = Number(/^[^\s:/]+:(\d{1,5})$/.exec(broker)?.[1] ?? 0);
    if (port < 1 || port > 65_535) throw new UsageError(`--brokers must be host:port, with commas between, such as 127.0.0.1:9092, not ${JSON.stringify(text)}.`);
  }
  return brokers;
}

/**
 * Where `--to` says that events go.
 *
 * @param onlyFor names of options that mean something for one of them alone
 * @throws UsageError
 */
export function targetOption(options: CommandLine['options'], onlyFor: { http: readonly string[]; kafka: readonly string[] }): 'http' | 'kafka' {
  const { to } = options;
  if (to !== 'http' && to !== 'kafka') throw new UsageError(`--to must be http or kafka, not ${JSON.stringify(to)}.`);
  const misplaced = onlyFor[to === 'http' ? 'kafka' : 'http'].find((name) => options[name] !== undefined);
  if (misplaced !== undefined) throw new UsageError(to === 'http' ? `--${misplaced} is for --to kafka.` : `--${misplaced} means nothing with --to kafka.`);
  return to;
}

/** Runs a command's main function; its result is the exit code. */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  // A reader that leaves early, as `| head` does, is no reason to break off.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.exitCode = 1;
    console.error(error.message);
  }
}

/** Calls `stop` on the first Ctrl-C or SIGTERM; the next one ends the process where it stands. */
export function onInterrupt(stop: () => void): void {
  let first: number | undefined;
  const interrupted = (): void => {
    if (first === undefined) {
      first = performance.now();
      stop();
      // Started through npm without a terminal, one Ctrl-C arrives twice: from the group and passed on.
    } else if (performance.now() - first > 1_000) {
      process.exit(130);
    }
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
}
