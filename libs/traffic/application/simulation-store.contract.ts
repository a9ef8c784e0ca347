import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newSimulation, type Simulation, type Wish } from '../domain/simulation.ts';
import { presetSettings, type SimulationSettings } from '../domain/simulation-settings.ts';
import type { SimulationStore } from './ports.ts';

interface UnderTest {
  store: SimulationStore;
  /** Makes the campaigns `camp_0` to `camp_59`, and forgets all simulations. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const ME = { owner: 'me', forMs: 60_000 };
const OTHER = { owner: 'other', forMs: 60_000 };
const STOP: Wish = { stop: true };

const settings = (changes: Partial<SimulationSettings> = {}): SimulationSettings => ({ ...presetSettings('steady'), ...changes });
const change = (changes: Partial<SimulationSettings>): Wish => ({ stop: false, settings: settings(changes), endsAt: null });
const fresh = (campaignId: string, changes: Partial<SimulationSettings> = {}, runId = `run of ${campaignId}`): Simulation => newSimulation(campaignId, runId, settings(changes), 1_700_000_000_123);

/** What every store of simulations promises. */
export function simulationStoreContract(start: () => Promise<UnderTest>): void {
  let store: SimulationStore;
  let under: UnderTest;

  beforeAll(async () => {
    under = await start();
    store = under.store;
  });

  beforeEach(() => under.clear());

  afterAll(() => under.stop());

  describe('a run', () => {
    test('is found as it began, and nowhere else', async () => {
      const simulation = fresh('camp_0', { durationSeconds: 60 });
      expect(await store.begin(simulation)).toBe(true);
      expect(await store.find('camp_0')).toEqual(simulation);
      expect(await store.find('camp_1')).toBeUndefined();
    });

    test('is not replaced while it is under way, and is once it has ended', async () => {
      await store.begin(fresh('camp_0'));
      expect(await store.begin(fresh('camp_0', {}, 'second'))).toBe(false);
      const [claimed] = await store.claim(ME);
      await store.save({ ...claimed!, status: 'finished' }, { ...ME, forMs: 0 });
      expect(await store.begin(fresh('camp_0', {}, 'second'))).toBe(true);
      expect(await store.find('camp_0')).toEqual(fresh('camp_0', {}, 'second'));
    });
  });

  describe('a lease', () => {
    test('is given to one of those who ask', async () => {
      await store.begin(fresh('camp_0'));
      const claims = await Promise.all([store.claim(ME), store.claim(OTHER), store.claim({ owner: 'third', forMs: 60_000 })]);
      expect(claims.flat()).toEqual([fresh('camp_0')]);
    });

    test('that has expired is given to another, and its former owner can write no more', async () => {
      await store.begin(fresh('camp_0'));
      const [claimed] = await store.claim({ owner: 'me', forMs: 1 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await store.claim(OTHER)).toHaveLength(1);
      expect(await store.save({ ...claimed!, restarts: 5 }, ME)).toBeUndefined();
      expect(await store.find('camp_0')).toMatchObject({ restarts: 0 });
    });

    test('that has expired and nobody took is still good for writing', async () => {
      await store.begin(fresh('camp_0'));
      const [claimed] = await store.claim({ owner: 'me', forMs: 1 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await store.save(claimed!, ME)).toBeDefined();
      expect(await store.claim(OTHER)).toEqual([]);
    });

    test('that is given up is taken at once; what has ended is never taken', async () => {
      await store.begin(fresh('camp_0'));
      const [claimed] = await store.claim(ME);
      await store.save(claimed!, { ...ME, forMs: 0 });
      expect(await store.claim(OTHER)).toHaveLength(1);
      await store.save({ ...claimed!, status: 'stopped' }, { ...OTHER, forMs: 0 });
      expect(await store.claim(ME)).toEqual([]);
    });
  });

  test('all that its owner knows is kept', async () => {
    await store.begin(fresh('camp_0'));
    const [claimed] = await store.claim(ME);
    const known: Simulation = {
      ...claimed!,
      status: 'restarting',
      settings: settings({ scenario: 'burst', ctr: 0.5, durationSeconds: 9 }),
      settingsSince: 7,
      ledger: { next: 2 ** 40, impressions: 2, clicks: 3, repeats: 4, repeatsRecognised: 5, resent: 6, heldBack: 7 },
      verified: { next: 8, impressions: 9, clicks: 10 },
      restarts: 11,
      restartAt: 1_700_000_001_001,
      reason: 'It fell over.',
      crashes: { streak: 2, times: [1, 2] },
      endsAt: 1_700_000_002_002,
    };
    await store.save(known, ME);
    expect(await store.find('camp_0')).toEqual(known);
  });

  describe('a wish', () => {
    test('is told to the owner, and taken away when that one is done', async () => {
      await store.begin(fresh('camp_0'));
      const [claimed] = await store.claim(ME);
      expect(await store.want(claimed!, STOP)).toBe(true);
      const asked = await store.save(claimed!, ME);
      expect(asked).toEqual({ wish: STOP, wishes: 1, crashRequests: 0 });
      expect(await store.save(claimed!, ME, asked!.wishes)).toMatchObject({ wish: null, wishes: 1 });
      expect(await store.find('camp_0')).toMatchObject({ wish: null });
    });

    test('that replaced the one that is done stays', async () => {
      await store.begin(fresh('camp_0'));
      const [claimed] = await store.claim(ME);
      await store.want(claimed!, change({ rate: 1 }));
      await store.want((await store.find('camp_0'))!, change({ rate: 2 }));
      expect(await store.save(claimed!, ME, 1)).toEqual({ wish: change({ rate: 2 }), wishes: 2, crashRequests: 0 });
    });

    test('is refused when its sender has not seen the present state', async () => {
      await store.begin(fresh('camp_0'));
      const seen = (await store.find('camp_0'))!;
      expect(await Promise.all([store.want(seen, change({ rate: 1 })), store.want(seen, change({ rate: 2 }))])).toEqual(expect.arrayContaining([true, false]));
      expect(await store.want({ ...seen, runId: 'another', wishes: 1 }, STOP)).toBe(false);
      const [claimed] = await store.claim(ME);
      await store.save({ ...claimed!, status: 'crashed' }, { ...ME, forMs: 0 }, 1);
      expect(await store.want((await store.find('camp_0'))!, STOP)).toBe(false);
      expect(await store.want(fresh('camp_9'), STOP)).toBe(false);
    });
  });

  test('a crash can be asked of what is running, as often as one likes', async () => {
    expect(await store.requestCrash('camp_0')).toBe(false);
    await store.begin(fresh('camp_0'));
    expect(await store.requestCrash('camp_0')).toBe(true);
    const [claimed] = await store.claim(ME);
    expect(await store.requestCrash('camp_0')).toBe(true);
    expect(await store.save({ ...claimed!, status: 'restarting' }, ME)).toMatchObject({ crashRequests: 2 });
    expect(await store.requestCrash('camp_0')).toBe(false);
  });

  describe('those that crashed too often', () => {
    const MINUTE = 60_000;
    const end = async (campaignId: string, status: Simulation['status'], runId?: string): Promise<Simulation> => {
      await store.begin(fresh(campaignId, {}, runId));
      const [claimed] = await store.claim(ME);
      const ended: Simulation = { ...claimed!, status, restarts: 5, reason: 'Crash 6.', crashes: { streak: 6, times: [1, 2, 3, 4, 5, 6] } };
      await store.save(ended, { ...ME, forMs: 0 });
      // Two that are written down in the same millisecond have no order.
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ended;
    };

    test('are found in the order in which they did, whatever else is there', async () => {
      expect(await store.crashedSince(0)).toEqual([]);
      const crashed = [await end('camp_2', 'crashed'), await end('camp_0', 'crashed'), await end('camp_1', 'crashed')];
      await end('camp_3', 'finished');
      await end('camp_4', 'stopped');
      await store.begin(fresh('camp_5'));
      expect(await store.crashedSince(0)).toEqual(crashed);
    });

    test('are found by when that was written down', async () => {
      const crashed = await end('camp_0', 'crashed');
      expect(await store.crashedSince(Date.now() - MINUTE)).toEqual([crashed]);
      expect(await store.crashedSince(Date.now() + MINUTE)).toEqual([]);
    });

    test('are told apart by their runs, and gone when another one has begun', async () => {
      await end('camp_0', 'crashed', 'first');
      await store.begin(fresh('camp_0', {}, 'second'));
      expect(await store.crashedSince(0)).toEqual([]);
      const [claimed] = await store.claim(ME);
      await store.save({ ...claimed!, status: 'crashed' }, { ...ME, forMs: 0 });
      expect(await store.crashedSince(0)).toMatchObject([{ campaignId: 'camp_0', runId: 'second' }]);
    });

    test('nobody can ask anything of, which would make it look as if they had crashed later', async () => {
      const crashed = await end('camp_0', 'crashed');
      const written = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      await Promise.all([store.want(crashed, STOP), store.requestCrash('camp_0'), store.claim(OTHER), store.save(crashed, ME)]);
      expect(await store.crashedSince(written + 10)).toEqual([]);
    });
  });

  describe('limits', () => {
    const refused = expect.objectContaining({ code: 'SIMULATION_LIMIT_REACHED' });

    test('hold for the rates of all that is under way, as they are wanted', async () => {
      await store.begin(fresh('camp_0', { rate: 2_000 }));
      await store.begin(fresh('camp_1', { rate: 2_000 }));
      await expect(store.begin(fresh('camp_2', { rate: 1_000.1 }))).rejects.toEqual(refused);
      expect(await store.begin(fresh('camp_2', { rate: 1_000 }))).toBe(true);
      await expect(store.want(fresh('camp_2'), change({ rate: 1_000.1 }))).rejects.toEqual(refused);
      expect(await store.want(fresh('camp_0'), change({ rate: 500 }))).toBe(true);
      expect(await store.want(fresh('camp_2'), change({ rate: 2_000 }))).toBe(true);
    });

    test('hold when several start at once', async () => {
      const starts = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => store.begin(fresh(`camp_${index}`, { rate: 1_500 }))));
      expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    });

    test('hold for their number', async () => {
      for (let index = 0; index < 50; index += 1) await store.begin(fresh(`camp_${index}`, { rate: 1 }));
      await expect(store.begin(fresh('camp_50', { rate: 1 }))).rejects.toEqual(refused);
      expect(await store.want(fresh('camp_0'), change({ rate: 2 }))).toBe(true);
    });
  });
}
