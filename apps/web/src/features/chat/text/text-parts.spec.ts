import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mentionedIn, partsOf } from './text-parts.ts';

const found = (text: string) => partsOf(text).flatMap((part) => (part.kind === 'text' ? [] : [part.kind === 'link' ? part.url : `#${part.campaignId}`]));

describe('a text', () => {
  test.each([
    ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['(http://localhost:3000/campaigns/camp_1)', ['http://localhost:3000/campaigns/camp_1']],
    ['https://en.wikipedia.org/wiki/Flight_(trade)', ['https://en.wikipedia.org/wiki/Flight_(trade)']],
    ['https://example.com/#camp_1', ['https://example.com/#camp_1']],
  ])('%j has the link that it names', (text, links) => {
    expect(found(text)).toEqual(links);
  });

  test.each([
    ['look at #camp_123', ['#camp_123']],
    ['#camp_1, (#camp_2) and "#camp_3".', ['#camp_1', '#camp_2', '#camp_3']],
    ['#camp-1.2: over budget', ['#camp-1.2']],
    ['#Бегун #été', ['#Бегун', '#été']],
    ['1/#camp_1', ['#camp_1']],
  ])('%j names campaigns', (text, mentions) => {
    expect(found(text)).toEqual(mentions);
  });

  test.each([
    ['javascript:alert(1)'],
    ['data:text/html,<script>alert(1)</script>'],
    ['file:///etc/passwd ftp://example.com mailto:a@b.example //example.com a@b.example'],
    ['main.rs README.md 3.14 10.0.0.1 www.example.com'],
    ['a#b, ## #', ],
    ['<a href="javascript:alert(1)">x</a>'],
    ['# heading'],
    ['vbscript:msgbox(1)'],
  ])('%j names nothing', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('leads only to the web', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z:/#@. "'<>()\u202ehtps]{0,80}$/), (text) => {
        for (const part of partsOf(text)) if (part.kind === 'link') expect(['http:', 'https:']).toContain(new URL(part.url).protocol);
      }),
    );
  });

  test('is the same when its parts are put together again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('#camp_1', ' ', '\n', 'https://example.com/', '#', '.', '🙂', '(')), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        expect(partsOf(text).map((part) => part.text).join('')).toBe(text);
      }),
    );
  });
});

test('the campaigns of several texts are named once each', () => {
  expect(mentionedIn(['#a and #b', 'nothing', '#a, https://example.com/#c'])).toEqual(['a', 'b']);
});
