const MAX_DEPTH = 64;

/** PostgreSQL's text has no NUL, and half of a surrogate pair is no character in UTF-8. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Whether this is a text of 1 to `max` characters that can be kept. Characters are counted as in JSON Schema: an emoji is one. */
export function isShortText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= max * 2 && Array.from(value).length <= max && isStorableText(value);
}

/**
 * Why this decoded JSON value cannot be kept, or `undefined` when it can. Numbers are doubles here, as in most of what
 * reads JSON: digits beyond the 17th are lost. Those beyond a double's range arrive as Infinity, which JSON cannot write.
 */
export function storableJsonProblem(value: unknown, depth = 1): string | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : 'must not contain NUL characters or lone surrogates';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'must not contain numbers beyond the range of a double';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`;
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = storableJsonProblem(item, depth + 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  for (const key in value) {
    if (!isStorableText(key)) return 'must not contain NUL characters or lone surrogates';
    const problem = storableJsonProblem((value as Record<string, unknown>)[key], depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
