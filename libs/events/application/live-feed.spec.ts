import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CampaignNews, Follower } from './campaign-news.ts';
import { LiveFeed } from './live-feed.ts';
import type { StoredEventsReader, StoredEventView } from './ports.ts';

describe('a live feed', () => {
  let stored: StoredEventView[];
  let follower: Follower;
  let feed: LiveFeed;
  let now: number;
  let isAway: boolean;

  beforeEach(() => {
    stored = [];
    now = 1_000;
    isAway = false;
    const news = { follow: (_: string, each: Follower) => ((follower = each), () => undefined) } as unknown as CampaignNews;
    const reader = { newest: ({ limit }: { limit: number }) => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(stored.slice(0, limit))) } as unknown as StoredEventsReader;
    feed = new LiveFeed('camp_1', reader, news, () => now);
  });

  const arrive = (count: number): void => {
    for (let n = 0; n < count; n += 1) stored.unshift({ id: String(stored.length).padStart(6, '0') } as StoredEventView);
    follower.counted(0, count);
  };
  const ids = (events: StoredEventView[] | undefined): string[] | undefined => events?.map(({ id }) => id);

  test('tells what is new since a version, and counts what it does not show', async () => {
    arrive(2);
    await feed.refresh();
    const { version } = feed;
    arrive(100);
    await feed.refresh();
    expect(feed.changesSince(version)).toMatchObject({ accepted: 102 });
    expect(feed.changesSince(version)?.events).toHaveLength(50);
    expect(feed.changesSince(feed.version)?.events).toEqual([]);
  });

  test('what was displaced by newer events needs no snapshot, what was deleted does', async () => {
    arrive(60);
    await feed.refresh();
    const { version } = feed;
    arrive(10);
    await feed.refresh();
    expect(feed.changesSince(version)?.events).toHaveLength(10);
    stored.splice(5, 1);
    follower.stale();
    await feed.refresh();
    expect(feed.changesSince(version)).toBeUndefined();
    expect(ids(feed.view().events)).not.toContain('000064');
    const later = feed.version;
    stored = [];
    follower.stale();
    await feed.refresh();
    expect(feed.changesSince(later)).toBeUndefined();
    expect(feed.changesSince(feed.version)?.events).toEqual([]);
  });

  test('does not claim to be current when it could not be read', async () => {
    await feed.refresh();
    now = 2_000;
    isAway = true;
    arrive(1);
    await expect(feed.refresh()).rejects.toThrow('away');
    expect(feed.view().asOf).toBe(1_000);
    isAway = false;
    await feed.refresh();
    expect(feed.view()).toMatchObject({ asOf: 2_000, events: [{ id: '000000' }] });
  });
});
