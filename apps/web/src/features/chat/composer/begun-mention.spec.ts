import { describe, expect, test } from '@jest/globals';
import { mentionedIn } from '../text/text-parts.ts';
import { begunMention, isWritable, withMention } from './begun-mention.ts';

describe('a campaign that is being named', () => {
  test.each([
    ['#', ''],
    ['look at #ca', 'ca'],
    ['(#camp_1', 'camp_1'],
    ['a\n#x', 'x'],
  ])('in %j is found', (text, begun) => {
    expect(begunMention(text, text.length)?.begun).toBe(begun);
  });

  test.each([[''], ['a#b'], ['#camp_1 '], ['# heading'], ['##']])('is not found in %j', (text) => {
    expect(begunMention(text, text.length)).toBeNull();
  });

  test('is looked for before the caret', () => {
    expect(begunMention('#one #two', 4)).toEqual({ begun: 'one', start: 0 });
  });

  test.each([
    ['see #ru', 7, 'see #camp_1 ', 12],
    ['see #ru now', 7, 'see #camp_1 now', 12],
    ['see #ru, now', 7, 'see #camp_1 , now', 12],
  ])('is completed in %j', (text, caret, completed, caretAfter) => {
    expect(withMention(text, caret, begunMention(text, caret)!, 'camp_1')).toEqual({ text: completed, caret: caretAfter });
  });
});

test.each([['camp_1', true], ['camp-1.2', true], ['Été', true], ['camp 1', false], ['camp.', false], ['a#b', false], ['-a', false], ['a/b', false]])('whether %j can be written in a text: %j', (id, expected) => {
  expect(isWritable(id)).toBe(expected);
  expect(mentionedIn([`see #${id}, and so on`]).includes(id)).toBe(expected);
});
