/** Characters as JSON Schema counts them: an emoji of one code point is one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Whether a text has control characters other than tabs and line breaks, or halves of surrogate pairs. */
export function hasControls(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u.test(text) || !text.isWellFormed();
}

/** Whether there is anything in it that takes ink. */
export function hasSubstance(text: string): boolean {
  return /[^\p{C}\p{Z}\p{M}\s]/u.test(text);
}
