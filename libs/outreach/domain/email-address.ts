/** Octets, as SMTP counts them (RFC 5321, 4.5.3.1); all that is allowed here is ASCII. */
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;

/**
 * What browsers take for an e-mail address, and at least one dot behind the @: an address at a bare host name is next to always a slip of
 * the pen, and reaches nobody on the internet.
 *
 * @see https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/**
 * The form under which an address is kept and compared: without space around it, in lower case. (Mail servers might tell cases apart
 * before the @; none that people use does, and one person would be asked twice.)
 *
 * @returns undefined when it is none
 */
export function normaliseEmail(text: string): string | undefined {
  // Nothing that long becomes short by trimming, unless somebody means harm.
  if (text.length > MAX_ADDRESS * 4) return undefined;
  const address = text.trim().toLowerCase();
  return address.length <= MAX_ADDRESS && address.indexOf('@') <= MAX_LOCAL_PART && ADDRESS.test(address) ? address : undefined;
}
