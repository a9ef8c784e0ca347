import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from './anomaly.ts';
import { reconcileAnomalies } from './reconcile-anomalies.ts';

const FIGURES = { impressions: 200, clicks: 1, expectedCtr: 0.02, low: 0, high: 0.01, expectedImpressions: 210 };
const drop = (since: number, lastMinute: number, isOver: boolean, changes: Partial<Anomaly> = {}): Anomaly => ({ campaignId: 'c', kind: 'drop', since: since * 60_000, lastMinute: lastMinute * 60_000, isOver, figures: FIGURES, ...changes });

describe('anomalies that are judged again', () => {
  test.each<[string, Anomaly[], Anomaly[], Anomaly[]]>([
    ['are written when they are new', [], [drop(3, 5, false)], [drop(3, 5, false)]],
    ['are not written when nothing has changed', [drop(3, 9, true)], [drop(3, 9, true)], []],
    ['go on', [drop(3, 5, false)], [drop(3, 6, false)], [drop(3, 6, false)]],
    ['end', [drop(3, 5, false)], [drop(3, 8, true)], [drop(3, 8, true)]],
    ['get other figures', [drop(3, 9, true)], [drop(3, 9, true, { figures: { ...FIGURES, clicks: 2 } })], [drop(3, 9, true, { figures: { ...FIGURES, clicks: 2 } })]],
    ['get another end', [drop(3, 9, true, { ending: { impressions: 1, clicks: 0 } })], [drop(3, 9, true, { ending: { impressions: 2, clicks: 0 } })], [drop(3, 9, true, { ending: { impressions: 2, clicks: 0 } })]],
    ['keep the beginning that was told', [drop(3, 5, false)], [drop(4, 7, false)], [drop(3, 7, false)]],
    ['are over at once when they were to end before now', [drop(3, 9, false)], [drop(3, 7, true)], [drop(3, 9, true)]],
    ['are over when there is nothing of them any more', [drop(3, 9, false)], [], [drop(3, 9, true)]],
    ['stay as they are once they are over', [drop(3, 9, true)], [drop(4, 8, true)], []],
    ['are not taken back', [drop(3, 9, true)], [], []],
    ['of another kind are others', [drop(3, 9, false)], [drop(3, 10, false), drop(4, 8, true, { kind: 'silence' })], [drop(3, 10, false), drop(4, 8, true, { kind: 'silence' })]],
    ['of another time are others', [drop(3, 9, true)], [drop(20, 22, false)], [drop(20, 22, false)]],
  ])('%s', (_, stored, judged, written) => {
    expect(reconcileAnomalies(stored, judged)).toEqual(written);
  });
});
