import { expect, it } from '@jest/globals';
import { newlyFinished } from './deletion-news.ts';

const deletion = (campaign_id: string, finished_at: string | null, started_at = '2026-02-10T21:00:00Z') => ({ campaign_id, total: 2, deleted: 2, started_at, finished_at });
const ids = (deletions: { campaign_id: string }[]) => deletions.map(({ campaign_id }) => campaign_id);

it('a deletion that ends is news once, one that had ended when the window was opened is none', () => {
  const old = deletion('camp_old', '2026-02-10T21:00:01Z');
  const ended = deletion('camp_long', '2026-02-10T21:10:00Z');
  expect(newlyFinished([old, deletion('camp_long', null)])).toEqual([]);
  expect(ids(newlyFinished([old, ended]))).toEqual(['camp_long']);
  expect(newlyFinished([old, ended])).toEqual([]);

  // Too short to be seen under way; and the same campaign's events again.
  expect(ids(newlyFinished([ended, deletion('camp_short', '2026-02-10T21:10:01Z')]))).toEqual(['camp_short']);
  expect(ids(newlyFinished([deletion('camp_long', '2026-02-10T21:20:00Z', '2026-02-10T21:19:00Z')]))).toEqual(['camp_long']);
});
