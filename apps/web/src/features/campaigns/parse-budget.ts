/** What two decimals of a number can still tell apart with ease; the server's limit too. */
const MOST = 1_000_000_000;

const NO_AMOUNT = { problem: 'Daily budget must be an amount, such as 250 or 99.50' };

type Budget = { amount: number } | { problem: string };

const decimalSign = new Intl.NumberFormat().formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/**
 * Reads an amount as people write it: `1250`, `1,250.50`, `1.250,50`, `1 250,5`, `1'250`. Which of point and comma is
 * the decimal sign is told by the text itself, and only `1,250` or `1.250` need to know what is usual here: there the
 * usual sign of thousands is taken for one, and the usual decimal sign is refused, for it may be meant either way.
 *
 * @param decimal the decimal sign of the reader's language
 */
export function parseBudget(text: string, decimal = decimalSign): Budget {
  const written = text.replaceAll(/[\s'’_]/g, '');
  if (written === '') return { problem: 'Daily budget is missing' };
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(written)) return NO_AMOUNT;

  const signs = written.match(/[.,]/g) ?? [];
  const last = Math.max(written.lastIndexOf('.'), written.lastIndexOf(','));
  const digitsAfter = last === -1 ? 0 : written.length - last - 1;
  const bothSigns = new Set(signs).size === 2;
  // No thousand begins with a zero.
  const isBelowOne = /^[+-]?0*[.,]/.test(written);
  const isDecimal = bothSigns || (signs.length === 1 && (digitsAfter !== 3 || written[last] === decimal || isBelowOne));

  const whole = isDecimal ? written.slice(0, last) : written;
  const fraction = isDecimal ? written.slice(last + 1) : '';
  if (!/^[+-]?(\d*|\d{1,3}([.,]\d{3})+)$/.test(whole) || (bothSigns && whole.includes(written[last] ?? ''))) {
    return NO_AMOUNT;
  }
  if (fraction.length > 2) {
    const mayBeThousands = fraction.length === 3 && !bothSigns && !isBelowOne;
    if (mayBeThousands) return { problem: `Daily budget can be read in two ways: write ${whole}${fraction}, or two decimals at most` };
    return { problem: 'Daily budget can have two decimals at most' };
  }
  const amount = Number(`${whole.replaceAll(/[.,]/g, '')}.${fraction || '0'}`);
  if (!(amount > 0)) return { problem: 'Daily budget must be more than 0' };
  if (amount > MOST) return { problem: 'Daily budget can be 1,000,000,000 at most' };
  return { amount };
}
