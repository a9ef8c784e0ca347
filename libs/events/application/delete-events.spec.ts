import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { EventsDeleted } from '../domain/domain-events.ts';
import { DeleteEvents, DeleteEventsHandler } from './delete-events.ts';
import { eventStoreUnavailable } from './errors.ts';
import type { DeletionView, EventDeletions } from './ports.ts';

const STEP = 10;

/** Deletions in memory, of as many events as is said. */
class CountedDeletions implements EventDeletions {
  readonly steps: string[] = [];
  readonly broken = new Set<string>();
  isBusy = false;
  private readonly views = new Map<string, DeletionView>();

  constructor(private readonly events: number) {}

  request(campaignId: string, now: number): Promise<DeletionView> {
    const view = { campaignId, total: this.events, deleted: 0, startedAt: now, finishedAt: null };
    this.views.set(campaignId, view);
    return Promise.resolve(view);
  }

  find(campaignId: string): Promise<DeletionView | undefined> {
    return Promise.resolve(this.views.get(campaignId));
  }

  unfinished(): Promise<string[]> {
    return Promise.resolve([...this.views.values()].filter(({ finishedAt }) => finishedAt === null).map(({ campaignId }) => campaignId));
  }

  since(): Promise<DeletionView[]> {
    return Promise.resolve([...this.views.values()]);
  }

  step(campaignId: string, now: number): Promise<DeletionView | undefined> {
    const view = this.views.get(campaignId);
    if (this.isBusy || view === undefined) return Promise.resolve(undefined);
    this.steps.push(campaignId);
    if (this.broken.has(campaignId)) return Promise.reject(eventStoreUnavailable(new Error('a row that cannot be read')));
    const isFinished = view.deleted === view.total;
    const next = { ...view, deleted: Math.min(view.total, view.deleted + STEP), finishedAt: isFinished ? now : null };
    this.views.set(campaignId, next);
    return Promise.resolve(next);
  }
}

describe('deleting events', () => {
  let published: EventsDeleted[];
  let errors: unknown[];
  let handler: DeleteEventsHandler;

  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(async () => {
    const stopped = handler.stop();
    await jest.advanceTimersByTimeAsync(100);
    await stopped;
    jest.useRealTimers();
  });

  function start(deletions: EventDeletions): void {
    published = [];
    errors = [];
    const publisher = { publish: (event: EventsDeleted) => published.push(event) } as unknown as DomainEventPublisher;
    handler = new DeleteEventsHandler(deletions, publisher, (error) => errors.push(error));
  }

  const ended = (): string[] => published.filter(({ isFinished }) => isFinished).map(({ campaignId }) => campaignId);

  test('ends with news that it has ended, after it has', async () => {
    const deletions = new CountedDeletions(25);
    start(deletions);
    await handler.execute(new DeleteEvents('a'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await deletions.find('a')).toMatchObject({ deleted: 25, finishedAt: expect.any(Number) });
    expect(published.map(({ isFinished }) => isFinished)).toEqual([false, false, false, false, true]);
  });

  test('of one campaign does not wait for that of another', async () => {
    const deletions = new CountedDeletions(1_000_000);
    start(deletions);
    await handler.execute(new DeleteEvents('long'));
    await jest.advanceTimersByTimeAsync(1_000);
    await handler.execute(new DeleteEvents('second'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(deletions.steps.slice(-10).sort()).toEqual([...Array<string>(5).fill('long'), ...Array<string>(5).fill('second')]);
  });

  test('that fails for one campaign goes on for the others, is told once, and goes on when it can', async () => {
    const deletions = new CountedDeletions(25);
    deletions.broken.add('broken');
    start(deletions);
    await handler.execute(new DeleteEvents('broken'));
    await handler.execute(new DeleteEvents('sound'));
    await jest.advanceTimersByTimeAsync(30_000);
    expect([ended(), errors.length]).toEqual([['sound'], 1]);
    deletions.broken.clear();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(ended()).toEqual(['sound', 'broken']);
  });

  test('that fails for one campaign is tried again while a long one goes on', async () => {
    const deletions = new CountedDeletions(1_000_000);
    deletions.broken.add('broken');
    start(deletions);
    await handler.execute(new DeleteEvents('broken'));
    await handler.execute(new DeleteEvents('long'));
    await jest.advanceTimersByTimeAsync(30_000);
    const tries = deletions.steps.filter((id) => id === 'broken').length;
    expect(tries).toBeGreaterThan(2);
    expect(deletions.steps.length - tries).toBeGreaterThan(1_000);
  });

  test('that another process is at is left to it, and looked for again in case that dies', async () => {
    const deletions = new CountedDeletions(25);
    deletions.isBusy = true;
    start(deletions);
    await handler.execute(new DeleteEvents('a'));
    await jest.advanceTimersByTimeAsync(20_000);
    expect(ended()).toEqual([]);
    deletions.isBusy = false;
    await jest.advanceTimersByTimeAsync(6_000);
    expect(ended()).toEqual(['a']);
  });
});
