import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BudgetExhausted } from '../../campaigns/domain/domain-events.ts';
import type { AnomalyBegan } from '../../pipeline/domain/domain-events.ts';
import type { SimulationCrashed } from '../../traffic/domain/domain-events.ts';
import { parseMessageText } from '../domain/message-text.ts';
import { announcementId, announcementOf } from './announcement.ts';

const exhausted: BudgetExhausted = { type: 'BudgetExhausted', campaignId: 'camp_1', name: 'Running Shoes', budget: 50, spent: 50.02, dayStart: 1_770_681_600_000 };
const crashed: SimulationCrashed = { type: 'SimulationCrashed', campaignId: 'camp_1', runId: 'run-1', restarts: 5, reason: 'Somebody asked it to crash.' };

const anomaly: AnomalyBegan['anomaly'] = { campaignId: 'camp_1', kind: 'drop', since: 1_770_681_600_000, lastMinute: 1_770_681_720_000, isOver: false, figures: { impressions: 1_000, clicks: 4, expectedCtr: 0.0214, low: 0, high: 0.01, expectedImpressions: 1_180.4 } };
const began = (changes: Partial<AnomalyBegan['anomaly']> = {}): AnomalyBegan => ({ type: 'AnomalyBegan', anomaly: { ...anomaly, ...changes } });

describe('what Flightdeck says in the room', () => {
  test.each([
    [exhausted, 'Running Shoes', '“Running Shoes” has used up its budget of today: 50.02 of 50.00.'],
    [{ ...exhausted, budget: 1_234_567.5, spent: 1_234_567.5 }, 'Running Shoes', '“Running Shoes” has used up its budget of today: 1,234,567.50 of 1,234,567.50.'],
    [crashed, 'Running Shoes', 'The simulation of “Running Shoes” gave up after 6 crashes: Somebody asked it to crash. What it had sent is counted.'],
    [{ ...crashed, restarts: 0, reason: '' }, undefined, 'The simulation of “camp_1” gave up after a crash. What it had sent is counted.'],
    [{ ...crashed, reason: 'Cannot read it:\n  at line 1\u0000\u0007' }, 'A\nB', 'The simulation of “A B” gave up after 6 crashes: Cannot read it: at line 1. What it had sent is counted.'],
    [began(), 'Running Shoes', '“Running Shoes” has had a low CTR for three minutes, since 2026-02-10T00:00Z: 0.4%, usually 2.1%.'],
    [began({ kind: 'spike', figures: { ...anomaly.figures, clicks: 300 } }), undefined, '“camp_1” has had a high CTR for three minutes, since 2026-02-10T00:00Z: 30%, usually 2.1%.'],
    [began({ kind: 'silence', figures: { ...anomaly.figures, impressions: 0, clicks: 0 } }), 'Running Shoes', '“Running Shoes” has had no impressions for three minutes, since 2026-02-10T00:00Z; usually there are 1,180 a minute.'],
  ])('is a sentence or two (%#)', (told, name, text) => {
    expect(announcementOf(told, name)).toEqual({ user: null, clientId: announcementId(told), text, campaignId: 'camp_1' });
  });

  test('is a message that can be stored, whatever names and reasons are', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constant('🙂'.repeat(5_000)), fc.constant('\ud83d'));
    fc.assert(
      fc.property(anything, anything, anything, (campaignId, name, reason) => {
        for (const told of [{ ...exhausted, campaignId }, { ...crashed, campaignId, reason }, began({ campaignId })]) {
          const { text } = announcementOf(told, name.slice(0, 200));
          expect(parseMessageText(text)).toEqual({ text });
        }
      }),
    );
  });

  test('is told from what is said of another campaign, day, budget or run', () => {
    const all = [exhausted, { ...exhausted, campaignId: 'camp_2' }, { ...exhausted, dayStart: 0 }, { ...exhausted, budget: 50.01 }, crashed, { ...crashed, runId: 'run-2' }, began(), began({ kind: 'spike' }), began({ since: 0 }), began({ campaignId: 'camp_2' })];
    expect(new Set(all.map(announcementId)).size).toBe(all.length);
    expect(announcementId({ ...exhausted, name: 'Boots', spent: 51 })).toBe(announcementId(exhausted));
    expect(announcementId(began({ lastMinute: 0, isOver: true }))).toBe(announcementId(began()));
    expect(announcementId({ ...crashed, restarts: 7, reason: 'Another.' })).toBe(announcementId(crashed));
  });
});
