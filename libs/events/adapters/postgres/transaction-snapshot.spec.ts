import { describe, expect, test } from '@jest/globals';
import { TransactionSnapshot } from './transaction-snapshot.ts';

describe('TransactionSnapshot', () => {
  test.each([
    ['one before all that were running', 9n, true],
    ['one that was running', 10n, false],
    ['one that ended while older ones were running', 11n, true],
    ['another that was running', 12n, false],
    ['the first that had not begun', 15n, false],
    ['a later one', 16n, false],
  ])('of %s it knows whether it is seen', (_, transaction, seen) => {
    expect(TransactionSnapshot.parse('10:15:10,12').sees(transaction)).toBe(seen);
  });

  test('with nothing running, everything before its end is seen', () => {
    const snapshot = TransactionSnapshot.parse('10:10:');
    expect(snapshot.sees(9n)).toBe(true);
    expect(snapshot.sees(10n)).toBe(false);
  });

  test('transaction numbers beyond 2^53 are told apart', () => {
    const snapshot = TransactionSnapshot.parse('9007199254740992:9007199254740994:9007199254740992');
    expect(snapshot.sees(9007199254740992n)).toBe(false);
    expect(snapshot.sees(9007199254740993n)).toBe(true);
  });
});
