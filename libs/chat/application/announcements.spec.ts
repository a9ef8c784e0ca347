import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import type { BudgetExhausted } from '../../campaigns/domain/domain-events.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import type { AnomalyBegan } from '../../pipeline/domain/domain-events.ts';
import type { SimulationCrashed } from '../../traffic/domain/domain-events.ts';
import { MemoryChatStore } from '../adapters/memory/memory-chat-store.ts';
import { Announcements } from './announcements.ts';
import { chatUnavailable } from './errors.ts';
import { PostMessageHandler } from './post-message.ts';

const NOW = Date.UTC(2026, 1, 10, 12);
const HOUR = 60 * 60_000;

const exhausted = (campaignId: string, changes: Partial<BudgetExhausted> = {}): BudgetExhausted => ({ type: 'BudgetExhausted', campaignId, name: `Name of ${campaignId}`, budget: 50, spent: 50.02, dayStart: 0, ...changes });
const crashed = (campaignId: string, changes: Partial<SimulationCrashed> = {}): SimulationCrashed => ({ type: 'SimulationCrashed', campaignId, runId: `run of ${campaignId}`, restarts: 5, reason: 'Why.', ...changes });

const began = (campaignId: string, changes: Partial<AnomalyBegan['anomaly']> = {}): AnomalyBegan => ({
  type: 'AnomalyBegan',
  anomaly: { campaignId, kind: 'drop', since: NOW - 3 * 60_000, lastMinute: NOW - 60_000, isOver: false, figures: { impressions: 500, clicks: 1, expectedCtr: 0.02, low: 0, high: 0.01, expectedImpressions: 480 }, ...changes },
});

/** A process that announces, and what the others of its context know. */
class Process {
  readonly events = new InProcessDomainEvents(pino({ level: 'silent' }));
  readonly errors: unknown[] = [];
  known: { exhausted: BudgetExhausted[]; crashed: SimulationCrashed[]; anomalies?: AnomalyBegan['anomaly'][] } = { exhausted: [], crashed: [] };
  readonly crashedSince = jest.fn<(time: number) => Promise<SimulationCrashed[]>>(() => Promise.resolve(this.known.crashed));
  private announcements: Announcements | undefined;

  constructor(private readonly store: MemoryChatStore) {}

  start(): void {
    this.announcements = new Announcements(
      {
        budgets: { exhausted: () => this.known.exhausted },
        simulations: { crashedSince: this.crashedSince },
        campaigns: { find: (id) => Promise.resolve(id === 'deleted' ? undefined : ({ name: `Name of ${id}`, status: id === 'paused' ? 'paused' : 'active' } as never)) },
        anomalies: { newest: () => Promise.resolve(this.known.anomalies ?? []) },
        messages: this.store,
      },
      new PostMessageHandler(this.store, this.events),
      this.events,
      (error) => this.errors.push(error),
    );
  }

  async stop(): Promise<void> {
    await this.announcements?.stop();
    await this.events.close();
  }
}

describe('announcements', () => {
  let store: MemoryChatStore;
  let processes: Process[];

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    store = new MemoryChatStore();
    processes = [];
  });

  afterEach(async () => {
    for (const each of processes) await each.stop();
    jest.useRealTimers();
  });

  const prepare = (): Process => {
    const made = new Process(store);
    processes.push(made);
    return made;
  };

  const start = async (): Promise<Process> => {
    const started = prepare();
    started.start();
    await pass();
    return started;
  };

  const pass = (ms = 100) => jest.advanceTimersByTimeAsync(ms);
  const said = async () => (await store.read({ limit: 100 })).map(({ campaignId, text }) => `${campaignId}: ${text.split(' ').slice(0, 6).join(' ')}`);

  const EXHAUSTED = 'a: “Name of a” has used up';
  const CRASHED = 'a: The simulation of “Name of a”';

  test('say what is told, each once however often it is told', async () => {
    const { events } = await start();
    for (let time = 0; time < 3; time += 1) {
      events.publish(exhausted('a', { spent: 51 + time }));
      events.publish(crashed('a'));
      await pass();
    }
    expect(await said()).toEqual([EXHAUSTED, CRASHED]);
    events.publish(exhausted('a', { budget: 60 }));
    events.publish(crashed('a', { runId: 'the next' }));
    await pass();
    expect(await said()).toHaveLength(4);
  });

  test('say what several campaigns come to in one moment, one by one', async () => {
    const { events } = await start();
    for (const id of ['a', 'b', 'c']) events.publish(exhausted(id));
    await pass();
    expect((await store.read({ limit: 100 })).map(({ campaignId }) => campaignId)).toEqual(['a', 'b', 'c']);
  });

  test('say what had happened before the start, and what was missed, once over all starts', async () => {
    const first = prepare();
    first.known = { exhausted: [exhausted('a')], crashed: [crashed('a')] };
    first.start();
    await pass();
    expect(await said()).toEqual([CRASHED, EXHAUSTED]);
    expect(first.crashedSince).toHaveBeenLastCalledWith(NOW - 24 * HOUR);
    first.known = { exhausted: [exhausted('a'), exhausted('b')], crashed: [crashed('a'), crashed('b')] };
    first.events.deliverMissed();
    await pass();
    expect(await said()).toHaveLength(4);
    await first.stop();
    const next = prepare();
    next.known = first.known;
    next.start();
    await pass();
    expect(await said()).toHaveLength(4);
  });

  test('are the same from every process: a budget each has noticed by itself, a simulation only one can tell of', async () => {
    const [here, there] = [await start(), await start()];
    const append = jest.spyOn(store, 'append');
    there.events.deliver({ event: exhausted('a'), remote: true });
    await pass();
    expect(append).not.toHaveBeenCalled();
    here.events.publish(exhausted('a'));
    here.events.publish(crashed('a'));
    there.events.deliver({ event: crashed('a'), remote: true });
    await pass();
    expect(append).toHaveBeenCalledTimes(3);
    expect((await said()).sort()).toEqual([CRASHED, EXHAUSTED].sort());
  });

  test('wait for a database that is away, in their order, and one that lost its answer is said once', async () => {
    const process = await start();
    const append = jest.spyOn(store, 'append').mockRejectedValue(chatUnavailable(new Error('away')));
    process.crashedSince.mockRejectedValue(new Error('away'));
    process.events.deliverMissed();
    for (const id of ['a', 'b', 'c']) process.events.publish(exhausted(id));
    await pass(20_000);
    process.events.publish(crashed('a'));
    await pass(20_000);
    expect(await said()).toEqual([]);
    expect(process.errors).toHaveLength(1);
    process.crashedSince.mockResolvedValue([crashed('d')]);
    await pass(2_000);
    append.mockRestore();
    const stored = store.append.bind(store);
    jest.spyOn(store, 'append').mockImplementationOnce(async (message) => {
      await stored(message);
      throw chatUnavailable(new Error('lost'));
    });
    await pass(5_000);
    expect((await store.read({ limit: 100 })).map(({ campaignId }) => campaignId)).toEqual(['a', 'b', 'c', 'a', 'd']);
    expect(append.mock.calls.length).toBeLessThan(60);
  });

  test('of a campaign that is gone give its id', async () => {
    const { events } = await start();
    events.publish(crashed('deleted'));
    await pass();
    expect((await store.read({ limit: 1 }))[0]!.text).toBe('The simulation of “deleted” gave up after 6 crashes: Why. What it had sent is counted.');
  });

  test('say that a campaign is not as usual: each anomaly once, from whichever process, also after a restart', async () => {
    const first = await start();
    first.events.publish(began('a'));
    first.events.deliver({ event: began('b'), remote: true });
    await pass();
    first.events.publish(began('a', { lastMinute: NOW, isOver: true }));
    await pass();
    await first.stop();
    const next = prepare();
    next.known = { exhausted: [], crashed: [], anomalies: [began('c').anomaly, began('a').anomaly] };
    next.start();
    await pass();
    expect((await store.read({ limit: 100 })).map(({ campaignId }) => campaignId)).toEqual(['a', 'b', 'c']);
  });

  test('do not say it of a campaign that is paused, or of what began long ago', async () => {
    const { events } = await start();
    events.publish(began('paused'));
    events.publish(began('a', { since: NOW - 16 * 60_000 }));
    events.publish(began('deleted', { since: NOW - 14 * 60_000 }));
    await pass();
    expect((await store.read({ limit: 100 })).map(({ campaignId }) => campaignId)).toEqual(['deleted']);
  });

  test('say of many campaigns at once that there are many', async () => {
    const { events } = await start();
    for (let number = 0; number < 200; number += 1) events.publish(began(`c${number}`));
    await pass();
    const messages = await store.read({ limit: 100 });
    expect(messages.map(({ campaignId }) => campaignId)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', null]);
    expect(messages.at(-1)!.text).toMatch(/^More campaigns are not as usual than/);
    await pass(120_000);
    events.publish(began('later', { since: NOW }));
    await pass();
    expect((await store.read({ limit: 100 })).at(-1)!.campaignId).toBe('later');
  });

  test('of anomalies that were said before a restart use up nothing of what may be said at once', async () => {
    const first = await start();
    const all = Array.from({ length: 5 }, (_, number) => began(`old${number}`));
    for (const each of all) first.events.publish(each);
    await pass();
    await first.stop();
    const next = prepare();
    next.known = { exhausted: [], crashed: [], anomalies: all.map(({ anomaly }) => anomaly) };
    next.start();
    await pass();
    for (let number = 0; number < 6; number += 1) next.events.publish(began(`new${number}`));
    await pass();
    expect((await store.read({ limit: 100 })).map(({ campaignId }) => campaignId)).toEqual(['old0', 'old1', 'old2', 'old3', 'old4', 'new0', 'new1', 'new2', 'new3', 'new4', null]);
  });

  test('are over when the process stops', async () => {
    const process = await start();
    process.events.publish(exhausted('a'));
    await process.stop();
    await pass(10_000);
    expect(await said()).toEqual([]);
  });
});
