import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BudgetExhausted } from '../../campaigns/domain/domain-events.ts';
import type { SimulationCrashed } from '../../traffic/domain/domain-events.ts';
import { parseMessageText } from '../domain/message-text.ts';
import { announcementId, announcementOf } from './announcement.ts';

const exhausted: BudgetExhausted = { type: 'BudgetExhausted', campaignId: 'camp_1', name: 'Running Shoes', budget: 50, spent: 50.02, dayStart: 1_770_681_600_000 };
const crashed: SimulationCrashed = { type: 'SimulationCrashed', campaignId: 'camp_1', runId: 'run-1', restarts: 5, reason: 'Somebody asked it to crash.' };

describe('what Flightdeck says in the room', () => {
  test.each([
    [exhausted, 'Running Shoes', '“Running Shoes” has used up its budget of today: 50.02 of 50.00.'],
    [{ ...exhausted, budget: 1_234_567.5, spent: 1_234_567.5 }, 'Running Shoes', '“Running Shoes” has used up its budget of today: 1,234,567.50 of 1,234,567.50.'],
    [crashed, 'Running Shoes', 'The simulation of “Running Shoes” gave up after 6 crashes: Somebody asked it to crash. What it had sent is counted.'],
    [{ ...crashed, restarts: 0, reason: '' }, undefined, 'The simulation of “camp_1” gave up after a crash. What it had sent is counted.'],
    [{ ...crashed, reason: 'Cannot read it:\n  at line 1\u0000\u0007' }, 'A\nB', 'The simulation of “A B” gave up after 6 crashes: Cannot read it: at line 1. What it had sent is counted.'],
  ])('is a sentence or two (%#)', (told, name, text) => {
    expect(announcementOf(told, name)).toEqual({ user: null, clientId: announcementId(told), text, campaignId: 'camp_1' });
  });

  test('is a message that can be stored, whatever names and reasons are', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constant('🙂'.repeat(5_000)), fc.constant('\ud83d'));
    fc.assert(
      fc.property(anything, anything, anything, (campaignId, name, reason) => {
        for (const told of [{ ...exhausted, campaignId }, { ...crashed, campaignId, reason }]) {
          const { text } = announcementOf(told, name.slice(0, 200));
          expect(parseMessageText(text)).toEqual({ text });
        }
      }),
    );
  });

  test('is told from what is said of another campaign, day, budget or run', () => {
    const all = [exhausted, { ...exhausted, campaignId: 'camp_2' }, { ...exhausted, dayStart: 0 }, { ...exhausted, budget: 50.01 }, crashed, { ...crashed, runId: 'run-2' }];
    expect(new Set(all.map(announcementId)).size).toBe(all.length);
    expect(announcementId({ ...exhausted, name: 'Boots', spent: 51 })).toBe(announcementId(exhausted));
    expect(announcementId({ ...crashed, restarts: 7, reason: 'Another.' })).toBe(announcementId(crashed));
  });
});
