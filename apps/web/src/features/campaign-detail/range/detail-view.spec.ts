import { describe, expect, it } from '@jest/globals';
import { granularitiesOf, limitsOf, parseDetailSearch, problemOf, toggleSeries, viewOf, withRange } from './detail-view.ts';

const at = (time: string) => Date.parse(time);
const custom = (from: string, to: string) => ({ from: at(from), to: at(to) });

describe('the view in the address', () => {
  it('is the last hour by minutes, in bars, when the address says nothing', () => {
    expect(viewOf(parseDetailSearch({}))).toEqual({ range: { window: '1h' }, granularity: 'minute', compare: false, style: 'bars', hidden: [] });
  });

  it.each([
    [{ range: '15m' }, 'minute'],
    [{ range: '6h' }, 'minute'],
    [{ range: '24h' }, 'hour'],
    [{ range: '7d' }, 'hour'],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }, 'day'],
  ])('%j is shown by %ss when nothing else is asked for', (search, granularity) => {
    expect(viewOf(parseDetailSearch(search)).granularity).toBe(granularity);
  });

  it.each([
    { range: '2h', granularity: 'second', compare: 'maybe', style: 'pie', hide: 'spend' },
    { from: '2026-02-10T21:00:00Z' },
    { from: '2026-02-10T21:00:00Z', to: '2026-02-10T20:00:00Z' },
    { from: 'yesterday', to: 'today' },
    { from: '2026-02-31T99:00:00Z', to: '2026-03-01T00:00:00Z' },
    { from: '1900-01-01T00:00:00Z', to: '2026-02-10T20:00:00Z' },
    { from: { x: 1 }, to: ['y'], range: null, hide: 7 },
  ])('takes the nonsense %j for the default', (search) => {
    expect(parseDetailSearch(search)).toEqual({});
  });

  it('keeps a granularity only where it makes more than one and at most 3,000 points', () => {
    expect(parseDetailSearch({ range: '7d', granularity: 'minute' })).toEqual({ range: '7d' });
    expect(parseDetailSearch({ range: '15m', granularity: 'hour' })).toEqual({ range: '15m' });
    expect(parseDetailSearch({ range: '24h', granularity: 'minute' })).toEqual({ range: '24h', granularity: 'minute' });
    expect(granularitiesOf({ window: '7d' })).toEqual(['hour', 'day']);
    expect(granularitiesOf(custom('2026-02-10T21:00:00Z', '2026-02-10T21:01:00Z'))).toEqual(['minute']);
  });

  it('survives the way through the address', () => {
    const search = parseDetailSearch({ from: '2026-02-10T21:00:30Z', to: '2026-02-10T22:29:30Z', compare: 'true', style: 'lines', hide: 'ctr,impressions' });
    expect(search).toEqual({ from: '2026-02-10T21:00:00.000Z', to: '2026-02-10T22:30:00.000Z', compare: true, style: 'lines', hide: 'impressions,ctr' });
    expect(parseDetailSearch({ ...search })).toEqual(search);
  });

  it('forgets the granularity, and nothing else, with another range', () => {
    expect(withRange({ range: '24h', granularity: 'minute', compare: true, style: 'lines', hide: 'ctr' }, { window: '15m' })).toEqual({
      range: '15m',
      compare: true,
      style: 'lines',
      hide: 'ctr',
    });
    expect(withRange({}, custom('2026-02-10T21:00:00Z', '2026-02-10T22:00:00Z'))).toMatchObject({ from: '2026-02-10T21:00:00.000Z' });
  });

  it('hides series one by one, and shows them again', () => {
    const one = toggleSeries({ range: '6h' }, 'ctr');
    expect(one).toEqual({ range: '6h', hide: 'ctr' });
    expect(toggleSeries(one, 'impressions')).toEqual({ range: '6h', hide: 'impressions,ctr' });
    expect(toggleSeries(one, 'ctr')).toEqual({ range: '6h' });
    expect(viewOf(one).hidden).toEqual(['ctr']);
  });

  it('says what is wrong with a range of one’s own', () => {
    expect(problemOf({ from: NaN, to: 1 })).toMatch('both a date and a time');
    expect(problemOf({ from: 2, to: 2 })).toMatch('later than the beginning');
    expect(problemOf(custom('2000-01-01T00:00:00Z', '2026-01-01T00:00:00Z'))).toMatch('at most 3,000 days');
    expect(problemOf(custom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'))).toBeNull();
  });
});

describe('the limits of a view', () => {
  it('a moving range ends with the minute that is still running', () => {
    expect(limitsOf(viewOf({ range: '15m' }), at('2026-02-10T21:10:30Z'))).toEqual(custom('2026-02-10T20:56:00Z', '2026-02-10T21:11:00Z'));
  });

  it('a range that stands still is widened to whole buckets', () => {
    const view = viewOf(parseDetailSearch({ from: '2026-02-10T21:10:00Z', to: '2026-02-12T08:20:00Z', granularity: 'hour' }));
    expect(limitsOf(view, 0)).toEqual(custom('2026-02-10T21:00:00Z', '2026-02-12T09:00:00Z'));
  });
});
