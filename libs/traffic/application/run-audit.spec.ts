import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '../../events/adapters/memory/memory-event-store.ts';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import { MemoryCampaignStore } from '../../campaigns/adapters/memory/memory-campaign-store.ts';
import { MemorySimulationStore } from '../adapters/memory/memory-simulation-store.ts';
import { eventIdAt } from '../domain/event-sequence.ts';
import { newSimulation, type Simulation } from '../domain/simulation.ts';
import { presetSettings } from '../domain/simulation-settings.ts';
import { StoredEventsAudit, StreamedRunAudit } from './run-audit.ts';
import { SimulationReader } from './simulation-reader.ts';

const LEDGER = { next: 10, impressions: 7, clicks: 3, repeats: 4, repeatsRecognised: 2, resent: 0, heldBack: 0 };

function simulation(changes: Partial<Simulation> = {}): Simulation {
  return { ...newSimulation('camp_1', 'run', presetSettings('steady'), 0), ledger: LEDGER, ...changes };
}

describe('What was counted of a run', () => {
  test('directly: what is stored of the places since the last time, and how far it goes', async () => {
    const store = new MemoryEventStore();
    await store.append([3, 5, 8, 12].map((place) => adEvent({ event_id: eventIdAt('run', place), type: place === 5 ? 'click' : 'impression' })));
    const audit = new StoredEventsAudit(store);
    const verified = { next: 4, impressions: 4, clicks: 0 };
    expect(await audit.verify(simulation({ verified }), 10)).toEqual({ next: 10, impressions: 5, clicks: 1 });
    expect(await audit.highest(simulation())).toBe(12);
    expect(await audit.highest(simulation({ runId: 'other' }))).toBeUndefined();
  });

  test('elsewhere: what was told of the run so far', async () => {
    const audit = new StreamedRunAudit({ counted: (runId) => Promise.resolve(runId === 'run' ? { impressions: 6, clicks: 2 } : { impressions: 0, clicks: 0 }) });
    expect(await audit.verify(simulation())).toMatchObject({ impressions: 6, clicks: 2 });
    expect(await audit.highest()).toBeUndefined();
  });

  test('elsewhere: the page gets what is counted by now, also after its end, and whether it is all', async () => {
    const counted = { impressions: 6, clicks: 3 };
    const store = new MemorySimulationStore(() => 0);
    await store.begin(simulation({ status: 'running' }));
    const reader = new SimulationReader(store, new MemoryCampaignStore(), new StreamedRunAudit({ counted: () => Promise.resolve(counted) }));
    expect(await reader.view('camp_1')).toMatchObject({ isCountedLater: true, agrees: false, counted: { impressions: 6, clicks: 3, duplicates: 2 } });
    counted.impressions = 7;
    // Which repeats were recognised at the door says nothing: all of them are, where they are counted.
    expect(await reader.view('camp_1')).toMatchObject({ agrees: true });
  });
});
