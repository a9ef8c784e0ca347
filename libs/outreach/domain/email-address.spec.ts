import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseEmail } from './email-address.ts';

test.each([
  [' Ann@Example.COM ', 'ann@example.com'],
  ["o'brien+tag@sub.example.co.uk", "o'brien+tag@sub.example.co.uk"],
  [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ['ann@xn--mller-kva.example', 'ann@xn--mller-kva.example'],
])('%j is an e-mail address', (given, address) => expect(normaliseEmail(given)).toBe(address));

test.each(['', 'ann', 'ann@', '@example.com', 'ann@localhost', 'ann@example..com', 'ann@-example.com', 'ann@example-.com', 'a b@example.com', 'ann@example.com, bob@example.com', 'Ann <ann@example.com>', `${'a'.repeat(65)}@example.com`, `a@${'b.'.repeat(125)}com`, `a@${'b'.repeat(64)}.com`, 'ann@müller.de', 'ann\r\n@example.com', 'a@b.c\0', ' '.repeat(1_000_000)])(
  '%j is none',
  (given) => expect(normaliseEmail(given)).toBeUndefined(),
);

test('an address that browsers take is one, and normalised again stays what it is', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (given) => {
      const address = normaliseEmail(given);
      expect(address).toBe(given.toLowerCase());
      expect(normaliseEmail(address!)).toBe(address);
    }),
  );
});
