import { describe, expect, it } from '@jest/globals';
import { MOST_CAMPAIGNS, parsePipelineSearch, shownOf } from './pipeline-search.ts';

describe('what of the pipeline lives in the URL', () => {
  it('leaves out what is shown anyway', () => {
    expect(parsePipelineSearch({ minutes: 30, campaigns: 8 })).toEqual({});
    expect(parsePipelineSearch({ minutes: '60', campaigns: '20' })).toEqual({ minutes: 60, campaigns: 20 });
  });

  it('is something that can be shown, whatever somebody has typed', () => {
    for (const minutes of [0, 45, 'x', null, [60, 30], {}, Infinity]) expect(parsePipelineSearch({ minutes })).toEqual({});
    for (const campaigns of [-1, 3, 9.5, 'many', NaN]) expect(parsePipelineSearch({ campaigns })).toEqual({});
    expect(parsePipelineSearch({ campaigns: 1_000 })).toEqual({ campaigns: MOST_CAMPAIGNS });
  });

  it('is half an hour of eight campaigns by default', () => {
    expect(shownOf({})).toEqual({ minutes: 30, campaigns: 8 });
  });
});
