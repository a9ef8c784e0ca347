import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { MemoryChatStore } from '../adapters/memory/memory-chat-store.ts';
import type { UserTyping } from '../domain/domain-events.ts';
import { ChatRoster } from './chat-roster.ts';
import type { Presence } from './presence.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('somebody who writes', () => {
  let events: InProcessDomainEvents;
  let roster: ChatRoster;

  beforeEach(() => {
    jest.useFakeTimers();
    events = new InProcessDomainEvents(pino({ level: 'silent' }));
    roster = new ChatRoster(new MemoryChatStore(), { version: 0, isOnline: () => true } as unknown as Presence, events);
  });

  afterEach(() => {
    roster.stop();
    jest.useRealTimers();
  });

  const typing = async (): Promise<string[]> => {
    await roster.refresh();
    return roster.view().typing;
  };

  test.each([
    ['goes back', -HOUR],
    ['goes forward', HOUR],
  ])('and does not say so again is forgotten after six seconds, also when the clock of the machine %s', async (_, by) => {
    const told: UserTyping = { type: 'UserTyping', userId: 'ann', isTyping: true };
    events.publish(told);
    await jest.advanceTimersByTimeAsync(SECOND);
    jest.setSystemTime(Date.now() + by);
    await jest.advanceTimersByTimeAsync(4 * SECOND);
    expect(await typing()).toEqual(['ann']);
    expect(roster.view().asOf).toBe(Date.now());
    await jest.advanceTimersByTimeAsync(2 * SECOND);
    expect(await typing()).toEqual([]);
  });
});
