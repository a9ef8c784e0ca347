import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inCheckout } from '../../../tools/checkout.mjs';
import { identify, isAlive, type ProcessIdentity, signalIfAlive } from '../../../tools/process-identity.mjs';

/** See guard.mjs, the program that this starts. */
export class Guard {
  #child: ChildProcess | undefined;
  #guarded: ProcessIdentity[] = [];

  /** @param pid a process that must not outlive this one */
  include(pid: number): void {
    const identity = identify(pid);
    if (!identity) return;
    this.#guarded = [...this.#guarded.filter(isAlive), identity];
    const isNew = this.#child === undefined;
    this.#child ??= this.#start();
    for (const one of isNew ? this.#guarded : [identity]) this.#child.stdin!.write(`${JSON.stringify(one)}\n`);
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child) {
      const ended = once(child, 'exit');
      child.stdin!.end();
      await ended;
    }
    // What a guard that was killed has left to its owner.
    for (const one of this.#guarded) signalIfAlive(one, 'SIGKILL');
  }

  #start(): ChildProcess {
    // Its own session: a terminal's Ctrl-C must not end it before its owner has put things away.
    const child = spawn(process.execPath, [inCheckout('apps', 'pipeline', 'native', 'guard.mjs')], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
    // One that was killed must not take its owner with it; the next process that is started gets another guard for all of them.
    child.stdin.on('error', () => {});
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }
}
