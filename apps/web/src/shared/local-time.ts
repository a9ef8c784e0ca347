/** What a datetime-local field shows for a time: the reader's own clock, to the minute. */
export function toLocalField(time: number): string {
  const offset = new Date(time).getTimezoneOffset();
  return new Date(time - offset * 60_000).toISOString().slice(0, 16);
}

/** The time that such a field names; NaN while it is not filled in. */
export function fromLocalField(field: string): number {
  return /^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}/.test(field) ? new Date(field).getTime() : NaN;
}
