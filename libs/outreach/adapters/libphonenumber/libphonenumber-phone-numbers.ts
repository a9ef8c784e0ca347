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
    const number = parsePhoneNumberFromString(text.trim().replace(/^'/, ''), { ...(region !== undefined && { defaultCountry: region as CountryCode }), extract: false });
    return number?.isPossible() ? number.number : undefined;
  }

  regions(): readonly string[] {
    return this.known;
  }
}
