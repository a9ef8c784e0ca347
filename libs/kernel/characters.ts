// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;

/** Characters as JSON Schema counts them: an emoji of one code point is one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Whether a text has control characters other than tabs and line breaks, or halves of surrogate pairs. */
export function hasControls(text: string): boolean {
  return text.search(CONTROLS) >= 0 || !text.isWellFormed();
}

/** With a space in the place of each, and of what {@link hasControls} finds besides. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(CONTROLS, ' ');
}

/** Whether there is anything in it that takes ink. */
export function hasSubstance(text: string): boolean {
  return /[^\p{C}\p{Z}\p{M}\s]/u.test(text);
}

/** Its beginning, when it has more characters than this. */
export function shortened(text: string, max: number): string {
  return lengthOf(text) <= max ? text : `${Array.from(text).slice(0, max - 1).join('')}…`;
}
