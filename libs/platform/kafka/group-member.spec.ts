import { describe, expect, it } from '@jest/globals';
import { joined } from './group-member.ts';

/** Somebody who joins when told to. */
class Member {
  isClosed = false;

  constructor(readonly join: () => Promise<void>) {}

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

const HANGING_MS = 20;
const enter = (member: Member, signal = new AbortController().signal): Promise<Member> => joined(member, signal, HANGING_MS);
const never = (): Promise<never> => new Promise(() => undefined);

describe('Joining a group', () => {
  it('is over when the brokers have said so', async () => {
    const member = new Member(() => Promise.resolve());
    expect(await enter(member)).toBe(member);
    await new Promise((resolve) => void setTimeout(resolve, 2 * HANGING_MS));
    expect(member.isClosed).toBe(false);
  });

  it('fails when they never answer, and leaves nobody behind', async () => {
    const member = new Member(never);
    await expect(enter(member)).rejects.toThrow('The brokers have not answered');
    expect(member.isClosed).toBe(true);
  });

  it('fails when they refuse, and when it is to stop meanwhile', async () => {
    const refused = new Member(() => Promise.reject(new Error('There is no such topic.')));
    await expect(enter(refused)).rejects.toThrow('no such topic');
    const stopping = new AbortController();
    const stopped = new Member(() => Promise.resolve(stopping.abort()));
    await expect(enter(stopped, stopping.signal)).rejects.toThrow('aborted');
    expect([refused.isClosed, stopped.isClosed]).toEqual([true, true]);
  });
});
