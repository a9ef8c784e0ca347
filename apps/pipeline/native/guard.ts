import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inCheckout } from '../../../tools/checkout.mjs';
import { identify } from '../../../tools/process-identity.mjs';

/** See guard.mjs, the program that this starts. */
export class Guard {
  #child: ChildProcess | undefined;

  /** @param pid a process that must not outlive this one */
  include(pid: number): void {
    // Its own session: a terminal's Ctrl-C must not end it before its owner has put things away.
    this.#child ??= spawn(process.execPath, [inCheckout('apps', 'pipeline', 'native', 'guard.mjs')], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
    const identity = identify(pid);
    if (identity) this.#child.stdin!.write(`${JSON.stringify(identity)}\n`);
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin!.end();
    await ended;
  }
}
