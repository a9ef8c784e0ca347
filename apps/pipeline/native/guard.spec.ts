import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { identify, isAlive, type ProcessIdentity } from '../../../tools/process-identity.mjs';
import { eventually } from '../../api/test/support/eventually.ts';
import { Guard } from './guard.ts';

/** Something that would go on for a minute. */
async function start(): Promise<ProcessIdentity> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return identify(child.pid!)!;
}

/** The programs that this process has started to guard others. */
const guards = (): ProcessIdentity[] => execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).split('\n').filter((line) => line.includes('guard.mjs')).flatMap((line) => identify(Number.parseInt(line, 10)) ?? []);

test('a guard that is killed does not end its owner, and another one takes over what it guarded', async () => {
  const guard = new Guard();
  const guarded = [await start()];
  guard.include(guarded[0]!.pid);
  const [killed] = guards();
  process.kill(killed!.pid, 'SIGKILL');
  await eventually(() => expect(isAlive(killed!)).toBe(false));
  // The first of these may still be told to the guard that was killed.
  await eventually(async () => {
    const next = await start();
    guarded.push(next);
    guard.include(next.pid);
    expect(guards()).toHaveLength(1);
  });
  await guard.close();
  await eventually(() => expect(guarded.filter(isAlive)).toEqual([]));
  expect(guards()).toEqual([]);
});
