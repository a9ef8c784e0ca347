import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Contact, fallbackName, filledIn, lacksName, parseRecipientName } from './contact.ts';

describe('the name of a recipient', () => {
  test.each([
    ['  Ann   Example\n', 'Ann Example'],
    ['Zoë', 'Zoë'],
    ['\u{1F600}'.repeat(200), '\u{1F600}'.repeat(200)],
  ])('%j is kept on one line', (given, name) => expect(parseRecipientName(given)).toEqual({ name }));

  test.each([
    ['', 'must not be empty'],
    [' \n ', 'must not be empty'],
    ['x'.repeat(201), 'must be at most 200 characters'],
    ['x'.repeat(1_000_000), 'must be at most 200 characters'],
    ['a\0b', 'must not contain control characters'],
    ['\uD800', 'must not contain control characters'],
    ['\u200B', 'must contain something that can be seen'],
  ])('%j is none', (given, problem) => expect(parseRecipientName(given)).toEqual({ problem }));

  test('read again is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (given) => {
        const parsed = parseRecipientName(given);
        if ('name' in parsed) expect(parseRecipientName(parsed.name)).toEqual(parsed);
      }),
    );
  });
});

describe('what is known of somebody', () => {
  const ann: Contact = { name: 'Ann', email: 'ann@example.com', phone: null };

  test('is filled in and never replaced', () => {
    expect(filledIn(ann, ann)).toBeUndefined();
    expect(filledIn(ann, { name: 'Anna', email: 'ann@example.com', phone: '+491' })).toEqual({ ...ann, phone: '+491' });
    expect(filledIn({ ...ann, phone: '+491' }, { ...ann, phone: '+492' })).toBeUndefined();
  });

  test('is a name only when somebody has told it', () => {
    expect(fallbackName({ email: 'ann@example.com', phone: '+491' })).toBe('ann');
    expect(fallbackName({ email: null, phone: '+491' })).toBe('+491');
    expect(lacksName({ ...ann, name: 'ann' })).toBe(true);
    expect(lacksName({ name: '+491', email: 'ann@example.com', phone: '+491' })).toBe(true);
    expect(lacksName(ann)).toBe(false);
    expect(filledIn({ ...ann, name: 'ann' }, ann)).toEqual(ann);
  });
});
