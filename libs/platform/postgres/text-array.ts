const NEEDS_ESCAPE = /["\\]/;

/**
 * Writes values as the text form of a PostgreSQL array: `{"a","b",NULL}`. The driver's own conversion runs two regular
 * expressions over every element, about 4 % of the server's time in a profile at full load.
 *
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function textArray(values: readonly (string | null)[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ',';
    const value = values[index]!;
    if (value === null) text += 'NULL';
    else text += NEEDS_ESCAPE.test(value) ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${value}"`;
  }
  return `${text}}`;
}
