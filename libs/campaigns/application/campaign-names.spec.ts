import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { CampaignNames } from './campaign-names.ts';
import type { CampaignStore } from './ports.ts';

let events: InProcessDomainEvents;
let names: CampaignNames;
let stored: Record<string, string> | Error;
let reads: number;

beforeEach(() => {
  events = new InProcessDomainEvents(pino({ level: 'silent' }));
  stored = { camp_123: 'Spring sale' };
  reads = 0;
  const store: Pick<CampaignStore, 'names'> = {
    names: () => {
      reads += 1;
      return stored instanceof Error ? Promise.reject(stored) : Promise.resolve(new Map(Object.entries(stored)));
    },
  };
  names = new CampaignNames(store as CampaignStore, events);
});

afterEach(async () => {
  names.stop();
  await events.close();
});

async function change(): Promise<void> {
  const changed: CampaignChanged = { type: 'CampaignChanged', campaignId: 'camp_123', change: 'updated' };
  events.publish(changed);
  await nextTurn();
}

test('they are read once, and again after a change only', async () => {
  await Promise.all([names.refresh(), names.refresh()]);
  await names.refresh();
  expect([names.of('camp_123'), names.of('camp_456'), reads]).toEqual(['Spring sale', null, 1]);
  stored = { camp_123: 'Summer sale', camp_456: 'New' };
  await change();
  await names.refresh();
  expect([names.of('camp_123'), names.of('camp_456'), reads]).toEqual(['Summer sale', 'New', 2]);
});

test('their version grows when one has changed, come or gone, and not with other changes of campaigns', async () => {
  await names.refresh();
  const versions = [names.version];
  const history: Record<string, string>[] = [{ camp_123: 'Spring sale' }, { camp_123: 'Summer sale' }, { camp_123: 'Summer sale', camp_456: 'New' }, { camp_456: 'New' }, { camp_456: 'New' }];
  for (const next of history) {
    stored = next;
    await change();
    await names.refresh();
    versions.push(names.version);
  }
  expect(versions).toEqual([1, 1, 2, 3, 4, 4]);
});

test('without a first read nothing is said; later, what was read before serves until the database is back', async () => {
  stored = new Error('away');
  await expect(names.refresh()).rejects.toThrow('away');
  stored = { camp_123: 'Spring sale' };
  await names.refresh();
  stored = new Error('away again');
  await change();
  await names.refresh();
  expect(names.of('camp_123')).toBe('Spring sale');
  stored = { camp_123: 'Summer sale' };
  await names.refresh();
  expect(names.of('camp_123')).toBe('Summer sale');
});
