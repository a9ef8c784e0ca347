import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isExpired, isRating, isToken, MAX_COMMENT, parseComment } from './feedback.ts';

const DAY = 86_400_000;

describe('a comment', () => {
  test.each([
    ['  Fine, \r\nthank you!\r', 'Fine, \nthank you!'],
    ['a\n\n\tb 🙂 <b>', 'a\n\n\tb 🙂 <b>'],
    ['a\0b\u0007c\u0085d\uD800e', 'a b c d\uFFFDe'],
    ['', ''],
    [' \n\u200B\u2060 ', ''],
  ])('%j is kept as %j', (given, kept) => {
    expect(parseComment(given)).toEqual({ comment: kept });
  });

  test('may be as long as it may be, and no longer: counted in characters, without the space around it', () => {
    expect(parseComment(` ${'🙂'.repeat(MAX_COMMENT)}\n`)).toEqual({ comment: '🙂'.repeat(MAX_COMMENT) });
    expect(parseComment('x'.repeat(MAX_COMMENT + 1))).toEqual({ problem: 'must be at most 2,000 characters; it has 2,001' });
  });

  test('that was kept is kept the same when it is sent again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\r', '\n', '\0', ' ', '\uD800', '\uDC00', 'a', '\u200B') })), (given) => {
        const first = parseComment(given);
        const { comment } = first as { comment: string };
        expect(parseComment(comment)).toEqual(first);
        expect(comment.isWellFormed() && !comment.includes('\0')).toBe(true);
      }),
    );
  });
});

test('a link expires after 90 days, and not while nobody knows that it was sent', () => {
  const sentAt = Date.UTC(2026, 1, 10);
  expect(isExpired(sentAt, sentAt + 90 * DAY)).toBe(false);
  expect(isExpired(sentAt, sentAt + 90 * DAY + 1)).toBe(true);
  expect(isExpired(null, sentAt)).toBe(false);
});

test.each([['q7_dXkP-2bZ0aYtR9LmVwA', true], ['q7_dXkP-2bZ0aYtR9LmVw', false], ['q7_dXkP-2bZ0aYtR9LmVwAA', false], ['q7_dXkP-2bZ0aYtR9LmVw=', false], ['q7_dXkP-2bZ0aYtR9LmVwA\n', false], ['', false]])('whether %j can be a token: %j', (text, expected) => {
  expect(isToken(text)).toBe(expected);
});

test.each([[1, true], [5, true], [0, false], [6, false], [4.5, false], ['5', false], [NaN, false], [null, false], [undefined, false]])('whether %j is a rating: %j', (value, expected) => {
  expect(isRating(value)).toBe(expected);
});
