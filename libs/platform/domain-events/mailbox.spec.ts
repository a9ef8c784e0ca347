import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { DomainEvent } from '../../kernel/domain-events.ts';
import { Mailbox } from './mailbox.ts';

interface Numbered extends DomainEvent {
  number: number;
}

describe('Mailbox', () => {
  function open(): { mailbox: Mailbox<Numbered>; log: (number | 'missed')[]; errors: unknown[] } {
    const log: (number | 'missed')[] = [];
    const errors: unknown[] = [];
    const mailbox = new Mailbox<Numbered>(
      { handle: ({ event }) => void log.push(event.number), missed: () => void log.push('missed') },
      (error) => errors.push(error),
    );
    return { mailbox, log, errors };
  }

  const post = (mailbox: Mailbox<Numbered>, number: number): void => mailbox.post({ event: { type: 'Numbered', number }, remote: false });

  test('what waits while events are lost elsewhere is handled all the same', async () => {
    const { mailbox, log } = open();
    post(mailbox, 1);
    mailbox.postMissed();
    post(mailbox, 2);
    await nextTurn();
    await nextTurn();
    expect(log).toHaveLength(3);
    expect(new Set(log)).toEqual(new Set([1, 2, 'missed']));
  });

  test('a thousand events may wait; one more empties the mailbox', async () => {
    const { mailbox, log } = open();
    for (let number = 0; number < 1_000; number += 1) post(mailbox, number);
    await nextTurn();
    await nextTurn();
    expect(log).toHaveLength(1_000);
    for (let number = 0; number < 1_003; number += 1) post(mailbox, number);
    await nextTurn();
    await nextTurn();
    expect(log.slice(1_000)).toEqual(['missed', 1_001, 1_002]);
  });

  test('a closed mailbox hands nothing out', async () => {
    const { mailbox, log } = open();
    post(mailbox, 1);
    mailbox.close();
    post(mailbox, 2);
    mailbox.postMissed();
    await nextTurn();
    await nextTurn();
    expect(log).toEqual([]);
  });
});
