import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../../../tools/refusal.mjs';
import { inCheckout } from '../../../tools/checkout.mjs';
import { java } from './programs.ts';

/** What is to be run, and how to tell that it works. */
export interface EngineProgram {
  /** As in "Kafka"; its files are called after it. */
  name: string;
  /** The JVM's own options. */
  jvm: string[];
  /** The class to run and what it is told, at the first start and at each later one. */
  main: (attempt: number) => string[];
  classpath: string;
  environment?: Record<string, string>;
  logLevel: 'info' | 'warn';
  /** Asked again and again after the start until it is true; throwing counts as not yet. */
  isReady: (attempt: number) => Promise<boolean>;
}

/** A cold JVM on a busy machine; one that takes longer will not come at all. */
const startsWithinMs = 120_000;
const stopsWithinMs = 30_000;
const lookEveryMs = 100;

/** One process of the pipeline, which can be killed and started again with everything it had. */
export class Engine {
  readonly name: string;
  /** Its log, rolled over at 20 MB. */
  readonly log: string;
  /** What it says past its log: how a JVM that could not start explains itself. */
  readonly #output: string;
  readonly #program: EngineProgram;
  readonly #folder: string;
  readonly #temporary: string;
  readonly #onStart: (pid: number) => void;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #attempt = 0;

  /** @param onStart told of each process before anything else can happen to it */
  constructor(folder: string, program: EngineProgram, onStart: (pid: number) => void) {
    const file = program.name.toLowerCase().replaceAll(' ', '-');
    this.name = program.name;
    this.log = join(folder, 'logs', `${file}.log`);
    this.#output = join(folder, 'logs', `${file}.out`);
    this.#temporary = join(folder, 'tmp', file);
    this.#folder = folder;
    this.#program = program;
    this.#onStart = onStart;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.#child?.pid : undefined;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the process that runs now has ended, whoever ended it. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /**
   * Starts it at the addresses it always has, and waits until it works.
   *
   * @throws {Refusal} with the end of its log, when it ends instead or takes too long; then nothing of it runs
   */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    // A killed one leaves what it unpacked: 60 MB each time.
    rmSync(this.#temporary, { recursive: true, force: true });
    mkdirSync(this.#temporary, { recursive: true });
    mkdirSync(join(this.#folder, 'logs'), { recursive: true });
    const { jvm, main, classpath, environment, logLevel, isReady } = this.#program;
    const attempt = ++this.#attempt;
    const options = [
      ...jvm,
      // Small files in the system's folder for temporary ones, which a killed JVM leaves there.
      '-XX:-UsePerfData',
      // Half-alive is worst: what is gone is started again.
      '-XX:+ExitOnOutOfMemoryError',
      `-XX:ErrorFile=${join(this.#folder, 'logs', 'jvm-error-%p.log')}`,
      `-Djava.io.tmpdir=${this.#temporary}`,
      `-Dlog4j2.configurationFile=${inCheckout('apps', 'pipeline', 'native', 'log4j2.properties')}`,
      // Called as Flink's page for watching wants it, which shows it.
      `-Dlog.file=${this.log}`,
      `-Dflightdeck.level=${logLevel}`,
    ];
    const output = openSync(this.#output, 'w');
    const child = spawn(java, [...options, '-classpath', classpath, ...main(attempt)], {
      cwd: this.#folder,
      env: { ...process.env, ...environment },
      // A terminal's Ctrl-C reaches the owner alone, which decides in which order things end.
      detached: true,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#child = child;
    let failure: Error | undefined;
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', (error) => {
        failure = error;
        resolve();
      });
    });
    if (child.pid !== undefined) this.#onStart(child.pid);
    for (const deadline = Date.now() + startsWithinMs; Date.now() < deadline; await sleep(lookEveryMs)) {
      if (failure) throw new Refusal(`${this.name} could not be started: ${failure.message}`);
      if (!this.isRunning) throw new Refusal(`${this.#lastWords()}\n\n${this.name} ended as it started: see above. Its log: ${this.log}`);
      if (await isReady(attempt).catch(() => false)) return;
    }
    await this.kill();
    throw new Refusal(`${this.#lastWords()}\n\n${this.name} did not get to work within ${startsWithinMs / 1000} s. Its log: ${this.log}`);
  }

  /** As the system does it to a process that takes too much: without a word to it. */
  async kill(): Promise<void> {
    if (this.isRunning) this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end, and ends it if it does not. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#child?.kill('SIGTERM');
    const late = new AbortController();
    await Promise.race([this.#ended, sleep(stopsWithinMs, undefined, { signal: late.signal }).catch(() => {})]);
    late.abort();
    await this.kill();
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  #lastWords(): string {
    const said = [this.log, this.#output].map((file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : ''));
    return said.map((text) => text.split('\n').slice(-20).join('\n')).join('\n').trim();
  }
}
