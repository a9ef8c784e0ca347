import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LibphonenumberPhoneNumbers } from './libphonenumber-phone-numbers.ts';

const phones = new LibphonenumberPhoneNumbers();

test.each([
  ['030 / 123 456', 'DE', '+4930123456'],
  ['0049 30 123456', 'DE', '+4930123456'],
  ["'+49 (0)30 123456", 'US', '+4930123456'],
  ['(415) 555-0132', 'US', '+14155550132'],
  ['+44 20 7946 0958', undefined, '+442079460958'],
])('%j in %s is %s', (text, region, number) => expect(phones.normalise(text, region)).toBe(number));

test.each([
  ['030 123456', undefined],
  ['12', 'DE'],
  ['4,91712E+12', 'DE'],
  ['no number', 'DE'],
  ['call 030 123456 or else', 'DE'],
  ['+999 123 456 789', 'DE'],
  ['1'.repeat(1_000), 'DE'],
  // The rules strip one zero after another, each time they read it.
  ['0000000', 'AU'],
  ['91 64790', 'CA'],
  ['', 'DE'],
])('%j in %s is none', (text, region) => expect(phones.normalise(text, region)).toBeUndefined());

test('a number normalised again stays what it is, wherever it is read', () => {
  fc.assert(
    fc.property(fc.constantFrom(...phones.regions()), fc.constantFrom(...phones.regions()), fc.stringMatching(/^\+?[0-9 ()/-]{4,18}$/), (region, elsewhere, text) => {
      const number = phones.normalise(text, region);
      if (number !== undefined) expect(phones.normalise(number, elsewhere)).toBe(number);
    }),
    { numRuns: 2_000 },
  );
});

test('the regions are codes, in their order', () => {
  expect(phones.regions()).toEqual(phones.regions().toSorted());
  expect(phones.regions()).toContain('DE');
  for (const region of phones.regions()) expect(region).toMatch(/^[A-Z]{2}$/);
});
