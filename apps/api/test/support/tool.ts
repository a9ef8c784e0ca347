import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface RunningTool {
  child: ChildProcess;
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Rejects when a signal has ended it. */
  done: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** A command of tools/ as people run it: a process of its own, started from the checkout's folder. */
export function startTool(script: string, args: string[]): RunningTool {
  const child = spawn(process.execPath, [join(process.cwd(), script), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', INIT_CWD: process.cwd() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    child,
    stderr: () => stderr,
    done: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (signal === null) resolve({ code, stdout, stderr });
        else reject(new Error(`${script} was ended by ${signal}:\n${stderr}`));
      });
    }),
  };
}
