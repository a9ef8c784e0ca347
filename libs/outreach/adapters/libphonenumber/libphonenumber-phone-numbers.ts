import { type CountryCode, getCountries, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { PhoneNumbers } from '../../application/ports.ts';

/** Longer than any number with all that people write between its digits. */
const MAX_GIVEN = 100;

/** {@link PhoneNumbers} by Google's rules, which know how each country dials. */
export class LibphonenumberPhoneNumbers implements PhoneNumbers {
  private readonly known: readonly string[] = getCountries().toSorted();

  normalise(text: string, region: string | undefined): string | undefined {
    if (text.length > MAX_GIVEN) return undefined;
    // Spreadsheets keep a number from being calculated with by an apostrophe before it.
    const number = read(text.trim().replace(/^'/, ''), region);
    // What reads differently once its region is known is no number that can be dialled: 0000000 in Australia becomes +61000000, and that +6100000.
    return number !== undefined && read(number, undefined) === number ? number : undefined;
  }

  regions(): readonly string[] {
    return this.known;
  }
}

/** @returns what libphonenumber makes of a text, as E.164; undefined if it is too long or too short for its country */
function read(text: string, region: string | undefined): string | undefined {
  const number = parsePhoneNumberFromString(text, { ...(region !== undefined && { defaultCountry: region as CountryCode }), extract: false });
  return number?.isPossible() ? number.number : undefined;
}
