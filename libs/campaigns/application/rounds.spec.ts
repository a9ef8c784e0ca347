import { describe, expect, test } from '@jest/globals';
import { Rounds } from './rounds.ts';

/** Rounds that end when they are told to. */
function heldRounds(): { rounds: Rounds; begun: { end: () => void; fail: (error: Error) => void }[]; atOnce: () => number } {
  const begun: { end: () => void; fail: (error: Error) => void }[] = [];
  let running = 0;
  let most = 0;
  const rounds = new Rounds(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((end, fail) => begun.push({ end, fail })).finally(() => (running -= 1));
  });
  return { rounds, begun, atOnce: () => most };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('rounds', () => {
  test('those who ask during one share the next, which begins after they asked', async () => {
    const { rounds, begun, atOnce } = heldRounds();
    const first = rounds.ask();
    const [second, third] = [rounds.ask(), rounds.ask()];
    expect(begun).toHaveLength(1);
    begun[0]!.end();
    await first;
    await turn();
    expect(begun).toHaveLength(2);
    const fourth = rounds.ask();
    begun[1]!.end();
    await Promise.all([second, third]);
    await turn();
    expect(begun).toHaveLength(3);
    begun[2]!.end();
    await fourth;
    await turn();
    const later = rounds.ask();
    expect(begun).toHaveLength(4);
    begun[3]!.end();
    await later;
    expect(atOnce()).toBe(1);
  });

  test('one that fails is told to those who asked for it alone', async () => {
    const { rounds, begun } = heldRounds();
    const first = rounds.ask();
    const second = rounds.ask();
    begun[0]!.fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await turn();
    begun[1]!.end();
    await expect(second).resolves.toBeUndefined();
  });
});
