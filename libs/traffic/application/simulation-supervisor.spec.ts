import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import { MemoryCampaignStore } from '../../campaigns/adapters/memory/memory-campaign-store.ts';
import { MemoryEventStore } from '../../events/adapters/memory/memory-event-store.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { DomainEvent } from '../../kernel/domain-events.ts';
import { MemorySimulationStore } from '../adapters/memory/memory-simulation-store.ts';
import { EventSequence } from '../domain/event-sequence.ts';
import { newSimulation, type Simulation } from '../domain/simulation.ts';
import { presetSettings } from '../domain/simulation-settings.ts';
import type { TrafficOrders } from '../domain/traffic-generator.ts';
import { type TrafficListener, TrafficRunner } from './ports.ts';
import type { IngestGate } from './simulation-run.ts';
import { StoredEventsAudit } from './run-audit.ts';
import { SimulationReader } from './simulation-reader.ts';
import { SimulationSupervisor } from './simulation-supervisor.ts';

/** Traffic that a test makes by hand. */
class HandMadeTraffic extends TrafficRunner {
  readonly started: { orders: TrafficOrders; listener: TrafficListener; acknowledged: number; isStopped: boolean }[] = [];

  start(orders: TrafficOrders, listener: TrafficListener) {
    const one = { orders, listener, acknowledged: 0, isStopped: false };
    this.started.push(one);
    return {
      acknowledge: () => void (one.acknowledged += 1),
      crash: () => listener.crashed('It was asked to.'),
      stop: () => {
        one.isStopped = true;
        return Promise.resolve();
      },
    };
  }

  get last() {
    return this.started.at(-1)!;
  }

  /** The next events of the traffic that runs, and repeats of the first ones. */
  send(events: number, repeats = 0, from = this.last.orders.next): void {
    const sequence = new EventSequence(this.last.orders);
    const at = (place: number) => sequence.at(place, 0);
    this.last.listener.batch({ events: Array.from({ length: events }, (_, index) => at(from + index)), repeats: Array.from({ length: repeats }, (_, index) => at(index)), heldBack: 1 });
  }
}

const unavailable = (): DomainError => new DomainError('unavailable', 'TEST', 'Not now.', { retryAfterSeconds: 0.001 });

describe('the supervisor of simulations', () => {
  let now: number;
  let events: MemoryEventStore;
  let store: MemorySimulationStore;
  let traffic: HandMadeTraffic;
  let published: DomainEvent[];
  let gate: IngestGate;
  let supervisors: SimulationSupervisor[];

  beforeEach(() => {
    now = 1_700_000_000_000;
    events = new MemoryEventStore();
    store = new MemorySimulationStore(() => now);
    traffic = new HandMadeTraffic();
    published = [];
    supervisors = [];
    gate = {
      // As ingest does it: the repetition of an id within a command is a duplicate.
      ingest: async (sent) => {
        const first = new Map(sent.map((event) => [event.eventId, event]));
        const { stored } = await events.append([...first.values()]);
        const isNew = new Map([...first.keys()].map((id, index) => [id, stored[index]]));
        return sent.map(({ eventId }) => ({ status: isNew.get(eventId) ? ('accepted' as const) : ('duplicate' as const) }));
      },
      isBusy: () => false,
    };
  });

  afterEach(async () => {
    await Promise.all(supervisors.map((supervisor) => supervisor.stop()));
  });

  function supervise(): SimulationSupervisor {
    const publisher = { publish: (event: DomainEvent) => void published.push(event), subscribe: () => ({ unsubscribe: () => undefined }), close: () => Promise.resolve() };
    const supervisor = new SimulationSupervisor({
      store,
      audit: new StoredEventsAudit(events),
      runner: traffic,
      gate: { ingest: (sent) => gate.ingest(sent), isBusy: () => gate.isBusy() },
      publisher,
      report: () => undefined,
      now: () => now,
    });
    supervisors.push(supervisor);
    return supervisor;
  }

  async function begin(): Promise<void> {
    await store.begin(newSimulation('camp_1', 'run', { ...presetSettings('steady'), ctr: 0.5 }, now));
  }

  const found = async (): Promise<Simulation> => (await store.find('camp_1'))!;

  /** Looks until the store shows it: each look is one of those that come every second. */
  async function shows(supervisor: SimulationSupervisor, expected: object): Promise<Simulation> {
    return eventually(async () => {
      supervisor.wake();
      const simulation = await found();
      expect(simulation).toMatchObject(expected);
      return simulation;
    });
  }

  const isRunning = (times = 1): Promise<void> => eventually(() => expect(traffic.started).toHaveLength(times));

  async function expectExact({ ledger, verified }: Simulation): Promise<void> {
    expect(verified).toEqual({ next: ledger.next, impressions: ledger.impressions, clicks: ledger.clicks });
    expect(ledger.impressions + ledger.clicks).toBe(ledger.next);
    expect(await events.count('', '\uffff')).toEqual({ impressions: ledger.impressions, clicks: ledger.clicks });
  }

  test('enters what was acknowledged, and counts it in the store of events', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    traffic.send(100);
    await eventually(() => expect(traffic.last.acknowledged).toBe(1));
    traffic.send(50, 20, 100);
    const simulation = await shows(supervisor, { ledger: { next: 150, repeats: 20, repeatsRecognised: 20, resent: 0, heldBack: 2 } });
    await expectExact(simulation);
    expect(published).toContainEqual({ type: 'SimulationChanged', campaignId: 'camp_1' });
  });

  test('delivers again what was not taken, and what may have been stored without an answer counts once', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    const ingest = gate.ingest;
    let tries = 0;
    gate.ingest = async (sent) => {
      tries += 1;
      if (tries === 2) await ingest(sent);
      if (tries < 4) throw unavailable();
      return ingest(sent);
    };
    traffic.send(100);
    const simulation = await shows(supervisor, { ledger: { next: 100, resent: 100 } });
    await expectExact(simulation);
  });

  test('holds back while real clients keep ingest busy', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    let isBusy = true;
    gate.isBusy = () => isBusy;
    traffic.send(10);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(traffic.last.acknowledged).toBe(0);
    isBusy = false;
    await eventually(() => expect(traffic.last.acknowledged).toBe(1));
  });

  test('a crash loses nothing that was under way, and the next start goes on behind it', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    let answer = (): void => undefined;
    const ingest = gate.ingest;
    gate.ingest = async (sent) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return ingest(sent);
    };
    traffic.send(10);
    await store.requestCrash('camp_1');
    await eventually(() => {
      supervisor.wake();
      expect(traffic.last.isStopped).toBe(true);
    });
    expect((await found()).status).toBe('running');
    answer();
    const restarting = await shows(supervisor, { status: 'restarting', restarts: 1, reason: 'It was asked to.', ledger: { next: 10 } });
    expect(restarting.restartAt).toBe(now + 1_000);
    supervisor.wake();
    expect(traffic.started).toHaveLength(1);
    now += 1_000;
    await shows(supervisor, { status: 'running', restartAt: null });
    await isRunning(2);
    expect(traffic.last.orders.next).toBe(10);
  });

  test('traffic without a sign of life for ten looks is ended and started again', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    for (let look = 0; look < 10; look += 1) supervisor.look();
    traffic.last.listener.alive();
    for (let look = 0; look < 10; look += 1) supervisor.look();
    expect(traffic.last.isStopped).toBe(false);
    supervisor.look();
    expect(traffic.last.isStopped).toBe(true);
    await shows(supervisor, { status: 'restarting', reason: 'It gave no sign of life for 10 seconds.' });
  });

  test('the sixth crash in two minutes is the last, is told with its reason, and can be read as it was told', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    for (let crashes = 1; crashes <= 6; crashes += 1) {
      await isRunning(crashes);
      traffic.last.listener.crashed(`Crash ${crashes}.`);
      const { restartAt } = await shows(supervisor, { reason: `Crash ${crashes}.` });
      now = restartAt ?? now;
      supervisor.wake();
    }
    await shows(supervisor, { status: 'crashed', restarts: 5, restartAt: null });
    const told = published.filter(({ type }) => type === 'SimulationCrashed');
    expect(told).toEqual([{ type: 'SimulationCrashed', campaignId: 'camp_1', runId: 'run', restarts: 5, reason: 'Crash 6.' }]);
    const reader = new SimulationReader(store, new MemoryCampaignStore(), new StoredEventsAudit(events));
    expect(await reader.crashedSince(now)).toEqual(told);
    expect(await reader.crashedSince(now + 1)).toEqual([]);
    expect(supervisor.count).toBe(0);
  });

  test('an end whose writing was answered by nothing is told all the same', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    const save = store.save.bind(store);
    store.save = async (simulation, lease, doneWish) => {
      const answer = await save(simulation, lease, doneWish);
      if (simulation.status === 'crashed' && answer !== undefined) throw unavailable();
      return answer;
    };
    for (let crashes = 1; crashes <= 6; crashes += 1) {
      await isRunning(crashes);
      traffic.last.listener.crashed(`Crash ${crashes}.`);
      now = (await shows(supervisor, { reason: `Crash ${crashes}.` })).restartAt ?? now;
      supervisor.wake();
    }
    await eventually(() => {
      supervisor.wake();
      expect(published.filter(({ type }) => type === 'SimulationCrashed')).toHaveLength(1);
    });
    await eventually(() => expect(supervisor.count).toBe(0));
  });

  test('new settings begin at the place where the old ones have ended', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    traffic.send(30);
    await eventually(() => expect(traffic.last.acknowledged).toBe(1));
    const settings = { ...presetSettings('steady'), rate: 7, ctr: 1 };
    await store.want(await found(), { stop: false, settings, endsAt: now + 5_000 });
    await shows(supervisor, { wish: null, settings, settingsSince: 30, endsAt: now + 5_000 });
    await isRunning(2);
    expect(traffic.last.orders).toMatchObject({ settings, settingsSince: 30, next: 30 });
    now += 5_000;
    await shows(supervisor, { status: 'finished' });
    expect(traffic.last.isStopped).toBe(true);
  });

  test('a store that fails for a while is tried again, and nothing is decided twice', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    const save = store.save.bind(store);
    store.save = () => Promise.reject(unavailable());
    traffic.last.listener.crashed('In the dark.');
    for (let look = 0; look < 5; look += 1) {
      supervisor.look();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    store.save = save;
    const simulation = await shows(supervisor, { status: 'restarting' });
    expect(simulation).toMatchObject({ restarts: 1, crashes: { streak: 1 } });
  });

  test('nothing is delivered once the lease may have run out, and after it was lost the traffic is ended', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    await eventually(async () => expect(await store.find('camp_1')).toBeDefined());
    now += 4_000;
    traffic.send(10);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(traffic.last.acknowledged).toBe(0);
    now += 1_000;
    await store.claim({ owner: 'another', forMs: 60_000 });
    await eventually(() => {
      supervisor.wake();
      expect(supervisor.count).toBe(0);
    });
    expect(traffic.last.isStopped).toBe(true);
    expect(await events.count('', '\uffff')).toEqual({ impressions: 0, clicks: 0 });
  });

  test('a run that another process had meanwhile is gone on with as that one left it', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    traffic.send(10);
    await shows(supervisor, { ledger: { next: 10 } });
    // It stood still; what it writes when it comes to itself is late, and its claim comes first.
    const save = store.save.bind(store);
    store.save = () => Promise.reject(unavailable());
    now += 5_000;
    const [claimed] = await store.claim({ owner: 'another', forMs: 60_000 });
    const settings = { ...claimed!.settings, rate: 3 };
    const events10To14 = Array.from({ length: 5 }, (_, index) => new EventSequence(claimed!).at(10 + index, now));
    await events.append(events10To14);
    await save({ ...claimed!, settings, settingsSince: 15, ledger: { ...claimed!.ledger, next: 10 } }, { owner: 'another', forMs: 0 });
    supervisor.wake();
    await eventually(() => {
      supervisor.wake();
      expect(traffic.started[0]!.isStopped).toBe(true);
    });
    store.save = save;
    await eventually(() => {
      supervisor.wake();
      expect(traffic.started).toHaveLength(2);
    });
    expect(traffic.last.orders).toMatchObject({ settings, next: 15 });
  });

  test('a run whose campaign was deleted ends', async () => {
    await begin();
    const supervisor = supervise();
    supervisor.wake();
    await isRunning();
    store.remove('camp_1');
    await eventually(() => {
      supervisor.wake();
      expect(supervisor.count).toBe(0);
    });
    expect(traffic.last.isStopped).toBe(true);
  });

  test('what a process has stored and not written down is found by the next one, also when it is only to stop', async () => {
    await begin();
    const first = supervise();
    first.wake();
    await isRunning();
    traffic.send(1_300);
    await eventually(() => expect(traffic.last.acknowledged).toBe(1));
    // It is killed here: nothing of this batch was written down.
    first.stop = () => Promise.resolve();
    expect(await found()).toMatchObject({ ledger: { next: 0 } });
    now += 5_000;
    await store.want(await found(), { stop: true });
    const simulation = await shows(supervise(), { status: 'stopped', ledger: { next: 1_300, resent: 1_300 } });
    await expectExact(simulation);
    expect(traffic.started).toHaveLength(1);
  });

  test('stopping waits for what is under way, writes it down and gives the lease up', async () => {
    await begin();
    const first = supervise();
    first.wake();
    await isRunning();
    traffic.send(40);
    await first.stop();
    expect(await found()).toMatchObject({ status: 'running', ledger: { next: 40 } });
    supervise().wake();
    await isRunning(2);
    expect(traffic.last.orders.next).toBe(40);
  });

  test('stopping does not wait for ever for an ingest that takes nothing', async () => {
    await begin();
    const first = supervise();
    first.wake();
    await isRunning();
    gate.ingest = () => Promise.reject(unavailable());
    traffic.send(40);
    await first.stop();
    expect(await found()).toMatchObject({ status: 'running', ledger: { next: 0 } });
    expect(await store.claim({ owner: 'another', forMs: 1 })).toHaveLength(1);
  });
});
