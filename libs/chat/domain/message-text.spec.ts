import { describe, expect, test } from '@jest/globals';
import { parseMessageText } from './message-text.ts';

describe('a message', () => {
  test.each([
    ['hello', 'hello'],
    ['  indented\n  twice  \n\n', '  indented\n  twice'],
    ['\n \n  first', '  first'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\tb', 'a\tb'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['👩‍💻 مرحبا \u202Eabc', '👩‍💻 مرحبا \u202Eabc'],
    ['x'.repeat(4_000), 'x'.repeat(4_000)],
    ['🙂'.repeat(4_000), '🙂'.repeat(4_000)],
    [`${'x'.repeat(4_000)}\n  `, 'x'.repeat(4_000)],
    [`x${' '.repeat(15_999)}`, 'x'],
  ])('is kept as it was written, without space around it (%#)', (given, kept) => {
    expect(parseMessageText(given)).toEqual({ text: kept });
  });

  test.each([
    ['', /empty/],
    [' \n\t ', /empty/],
    ['\u200d\u200b', /empty/],
    ['x'.repeat(4_001), /at most 4,000 characters; it has 4,001/],
    [`x${' '.repeat(16_000)}`, /at most 4,000 characters; it has 16,001/],
    ['a\0', /control/],
    ['a\u0007', /control/],
    ['a\u0085', /control/],
    ['\udc00', /control/],
  ])('is refused with a reason (%#)', (given, problem) => {
    expect(parseMessageText(given)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
